//! How pages document resources and divide events: tabs of an event, sections of a resource, headings within an event; the
//! same content gives the same catalog, whether or not the page shows its levels.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    missing_docs,
    reason = "a test that cannot set itself up fails"
)]

use console_events_codegen::catalog::Catalog;
use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::Page;
use console_events_codegen::reconcile::documented_files;

fn read(name: &str, text: &str) -> (Page, Catalog) {
    let page = Page::new(name, text.as_bytes().to_vec(), None).unwrap();
    let catalog = extract(&page).unwrap();
    (page, catalog)
}

fn event_schema(name: &str, payload: &str) -> String {
    format!(
        "{{\"type\": \"object\", \"properties\": {{\"eventName\": {{\"const\": \"{name}\"}}, \"eventTimestamp\": {{\"type\": \"number\"}}, \
         \"payload\": {{\"type\": \"object\", \"properties\": {{{payload}}}}}}}}}"
    )
}

fn event_example(name: &str, payload: &str) -> String {
    format!("{{\"eventName\": \"{name}\", \"eventTimestamp\": 1, \"payload\": {{{payload}}}}}")
}

fn fenced(json: &str) -> String {
    format!("```json\n{json}\n```\n\n")
}

fn titles(catalog: &Catalog) -> Vec<(&str, &str)> {
    catalog.events.iter().map(|event| (event.key.as_str(), event.title.text.as_str())).collect()
}

const TABLE: &str = "| Property | Value | Description |\n|---|---|---|\n| `id` | string | The id |\n| `robot` | object | The robot |\n\n";

/// Two events and a resource with a section of its own, in MDX and as a browser shows it.
fn with_section() -> (String, String) {
    let schema = |name: &str| event_schema(name, "\"id\": {\"type\": \"string\"}, \"robot\": {...}");
    let example = |name: &str| event_example(name, "\"id\": \"a\", \"robot\": {...}");
    let robot_schema = "{\"type\": \"object\", \"properties\": {\"label\": {\"type\": \"string\"}}}";
    let robot_example = "{\"label\": \"r\"}";
    let robot_table = "| Property | Type | Description |\n|---|---|---|\n| `label` | string | The label |\n\n";
    let mut mdx = String::from("# Events\n\n");
    let mut text = String::from("Events\n");
    let cells = |table: &str| {
        table.replace("| `", "").replace('`', "").replace("| Prop", "Prop").replace("|---|---|---|", "---|---|---|")
    };
    for (title, name) in [("Robot Made", "robot_made"), ("Robot Gone", "robot_gone")] {
        mdx += &format!("### {title}\n\nIt happens.\n\n#### Event `payload`\n\n{TABLE}");
        mdx += &format!("#### Example\n\n{}#### JSON Schema\n\n{}", fenced(&example(name)), fenced(&schema(name)));
        text += &format!(
            "{title}\nIt happens.\nEvent payload\n{}Example\n{}\nJSON Schema\n{}\n",
            cells(TABLE),
            example(name),
            schema(name)
        );
    }
    mdx += &format!("## Entities\n\n### Robot\n\nIt moves.\n\n{robot_table}#### Example\n\n");
    mdx += &format!("{}#### JSON Schema\n\n{}", fenced(robot_example), fenced(robot_schema));
    text += &format!(
        "Entities\nRobot\nIt moves.\n{}Example\n{robot_example}\nJSON Schema\n{robot_schema}\n",
        cells(robot_table)
    );
    (mdx, text)
}

#[test]
fn a_section_documents_a_resource_for_all_events() {
    let (mdx, _) = with_section();
    let (page, catalog) = read("page.mdx", &mdx);
    assert_eq!(titles(&catalog), [("robot_made", "Robot Made"), ("robot_gone", "Robot Gone")]);
    assert!(catalog.strays.is_empty(), "{:?}", catalog.strays);
    let robot = catalog.resource("Robot").unwrap();
    let section = robot.section.as_ref().unwrap();
    assert_eq!((section.title.text.as_str(), section.description[0].text.as_str()), ("Robot", "It moves."));
    assert_eq!(section.table.as_ref().unwrap().rows.len(), 1);
    for event in &catalog.events {
        assert!(event.resources.is_empty());
        assert_eq!(
            event.resource("Robot").unwrap().schema.as_ref().unwrap().value(),
            robot.schema.as_ref().unwrap().value()
        );
        assert_eq!(event.filled_example().unwrap().pointer("/payload/robot/label").unwrap(), "r");
    }
    let found = lint::lint(&page, &catalog);
    let of_robot = found.iter().filter(|finding| finding.resource.as_deref() == Some("Robot"));
    assert!(of_robot.clone().all(|finding| finding.event.is_none()), "a section belongs to no event");
    assert!(!found.iter().any(|finding| ["page-unplaced", "resource-unused"].contains(&finding.rule)), "{found:#?}");
}

#[test]
fn levels_of_headings_change_nothing() {
    let (mdx, text) = with_section();
    let (mdx_page, from_mdx) = read("page.mdx", &mdx);
    let (text_page, from_text) = read("page.txt", &text);
    let (wanted, found) =
        (documented_files(mdx_page.text(), &from_mdx), documented_files(text_page.text(), &from_text));
    for (path, wanted) in &wanted {
        assert_eq!(Some(wanted), found.get(path), "{path}");
    }
    assert_eq!(wanted.len(), found.len());
}

#[test]
fn a_resource_that_nothing_refers_to_is_reported() {
    let (mdx, _) = with_section();
    let (page, catalog) = read("page.mdx", &mdx.replace("{...}", "{\"type\": \"object\"}"));
    assert_eq!(catalog.resources.len(), 1, "its heading says what it is");
    assert!(lint::lint(&page, &catalog).iter().any(|finding| finding.rule == "resource-unused"));
}

#[test]
fn headings_within_an_event_are_not_events() {
    let (example, schema) =
        (event_example("robot_made", "\"id\": \"a\""), event_schema("robot_made", "\"id\": {\"type\": \"string\"}"));
    let tabs = format!("{}{}", fenced(&example), fenced(&schema));
    let others = format!("### Robot Gone\n\n{}", fenced(&event_example("robot_gone", "")));
    for (what, body) in [
        ("a heading before the table", format!("Prose.\n\n#### Event payload\n\n{TABLE}{tabs}")),
        ("free words around the JSON", format!("Prose.\n\n{tabs}#### Caveats\n\nMore.\n\n")),
        (
            "one heading a witness",
            format!("Prose.\n\n#### What it looks like\n\n{}#### The rules\n\n{}", fenced(&example), fenced(&schema)),
        ),
        ("headings two levels deeper", format!("Prose.\n\n##### Payload\n\n{TABLE}{tabs}")),
    ] {
        for page in
            [format!("## Types of events\n\n### Robot Made\n\n{body}{others}"), format!("### Robot Made\n\n{body}")]
        {
            let (_, catalog) = read("page.mdx", &page);
            let event = &catalog.events[0];
            assert_eq!((event.key.as_str(), event.title.text.as_str()), ("robot_made", "Robot Made"), "{what}");
            assert!(event.example.is_some() && event.schema.is_some(), "{what}");
            assert_eq!(event.description[0].text, "Prose.", "{what}");
            assert!(catalog.events.len() <= 2 && catalog.strays.is_empty(), "{what}: {:?}", catalog.strays);
        }
    }
}

#[test]
fn a_code_block_that_nothing_closes_is_read_to_the_end_of_its_tab() {
    let tab = |label: &str, body: &str| format!("<TabItem value=\"{label}\">\n\n{body}\n\n</TabItem>\n");
    let schema = event_schema("robot_made", "");
    let whole = |close: &str| {
        let example = format!("```json\n{}\n{close}", event_example("robot_made", ""));
        format!(
            "### Robot Made\n\n<Tabs>\n{}{}</Tabs>\n",
            tab("e", &example),
            tab("s", &format!("```json\n{schema}\n```"))
        )
    };
    let (closed_page, closed) = read("page.mdx", &whole("```"));
    let (open_page, open) = read("page.mdx", &whole(""));
    assert_eq!(documented_files(closed_page.text(), &closed), documented_files(open_page.text(), &open));
    assert_eq!((closed.remarks.len(), open.remarks.len()), (0, 1));
    assert_eq!(open_page.position(open.remarks[0].span.start).line, 6);
    // A fence with a longer mark shows a fence as its content.
    let (_, shown) = read("page.mdx", &format!("### Robot Made\n\n~~~~\n{schema}\n~~~~\n"));
    assert!(shown.remarks.is_empty() && shown.events[0].schema.is_some());
}
