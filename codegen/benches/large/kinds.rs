//! What a page can be full of: a text that is repeated until it has the size; `{n}` in it is its number.

/// A text of about that many bytes.
pub(crate) fn filled(unit: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + unit.len() + 8);
    let mut parts = Vec::new();
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        if n == 0 {
            parts = unit.split("{n}").collect();
        }
        text.push_str(parts[0]);
        for part in &parts[1..] {
            text.push_str(&n.to_string());
            text.push_str(part);
        }
    }
    text
}

/// Runs of back-ticks, each longer than the one before, so that none closes another.
pub(crate) fn longer_runs(bytes: usize) -> String {
    growing(bytes, |at| "`".repeat(at) + "a")
}

/// A list, each item of which belongs to the one before.
pub(crate) fn deeper_lists(bytes: usize) -> String {
    growing(bytes, |at| "  ".repeat(at) + "- a\n")
}

fn growing(bytes: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 1.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&part(at));
    }
    text
}

/// What makes Markdown, MDX, HTML, JSON, tables and the words of a page.
pub(crate) const UNITS: &[&str] = &[
    // Words and blanks.
    "word ", "x", "A sentence of it. ", "line\n", "paragraph {n}\n\n", " ", "\t", "\n", "\r", "\r\n", "\u{a0}", " \n", "\u{c}",
    // Characters.
    "é", "日", "😀", "e\u{301}", "\u{301}", "\u{200b}", "\u{202e}", "\u{feff}", "\0", "\u{1b}[0m", "İ", "\u{e0041}", "\u{2028}",
    // Code.
    "`", "`a", "`a` ", "``a`", "` ", "`a\n", "```\n", "~~~\n", "```json\n{}\n```\n\n", "```json\n", "```a", "    a\n", "\\`",
    // Emphasis.
    "*", "_", "*a", "_a", "a_", "**a", "**a*", "*a_", "~~a", "~", "***a ", "*a **b ", "*[", "*a* ",
    // Links and what begins like them.
    "[", "]", "![", "[a](", "[a](b) ", "[a][", "[[a]", "[a]", "[a]: x\n", "[a{n}]: x\n", "[^a]", "[^a{n}]: b\n", "](", "![a](b)", "(", "[a](<b", "[a](b \"",
    "http://a.b ", "www.a.b ", "a@b.c ", "<a@b.c>", "<http://a>", "@a ", "#1 ", ":a: ", "$a$", "$",
    // Escapes and entities.
    "\\", "\\\\", "\\[", "&", "&amp;", "&#1;", "&#x", "&a", "&lt;b&gt;",
    // Quotes and lists.
    "> ", ">", ">\n", "> a\n\n", "> a\n", "- ", "- a\n", "- a\n\n", "1. ", "1. a\n", "{n}. a\n", "* * ", "+ ", "> - ", "- > ", "- [ ] a\n", "* a\n  * b\n",
    // Headings and rules.
    "#", "# ", "# a\n", "## Event {n}\n\n", "###### a\n", "a\n===\n", "a\n---\n", "---\n", "===\n", "***\n", "a\n\n===\n", "{#a{n}}",
    // Tables.
    "|", "| a ", "a | b | c |\n", "x{n} | string | words |\n", "|---", "|---|---|\n", "---|---|---|\n", "| a | b |\n|---|---|\n", "a\\|", "| `a|b` ", "a | ", "a\tb\tc\n",
    "Property | Value | Description |\n---|---|---|\n", "Property\tValue\tDescription\n",
    // JSON.
    "{", "}", "[[", "{\"a\":", "[{\"a\":", "\"", "\"a\"", "{}\n", "{\"a\": {n}}\n", "{\"a\": [\n}\n", "{\n", "1", "1,", "[1, ", "-", "1e9", "null\n", "//", "// a\n", "/*",
    "/* a */", ",", ":", "{...}", "{ ... }", "\"a\": {...},\n", "\"a{n}\": {n},\n", "'", "\"\\", "\\u0000", "{\"a\": \"b\",\n", "{'a': 1}\n", "[],\n", "true ",
    // MDX.
    "{a}", "{/*", "{/* a */}", "{'", "{`", "{`${", "{\"", "{(", "{<a>", "{//\n", "import a from 'b'\n", "import a from 'b'\n\n", "export const a = 1\n\n", "import ", "export ",
    ":::note\n", ":::", ":::note\na\n:::\n", "::::", "<Tabs>", "<Tabs>\n", "</Tabs>", "<TabItem value=\"a\">", "<TabItem>\n\na\n\n</TabItem>\n",
    "<Tabs>\n<TabItem value=\"a\" label=\"b\">\n\na\n\n</TabItem>\n</Tabs>\n\n", "<>", "</>", "<a b={", "<a b=\"", "<a {", "<A>\n", "<A/>", "<br/>", "<A b=\"c\" ",
    // HTML.
    "<", "<a", "</", "</a", "<!--", "<!-- a -->", "-->", "<![CDATA[", "]]>", "<?", "<!A", "<!A>", "<b>", "</b>", "<b>a</b>", "<b>a", "<i><p>", "<a>", "<a href=x>a</a>", "<nobr>", "<font>a</p>",
    "<div>", "</div>", "<div>a</div>", "<p>", "<p>a</p>", "</p>", "<br>", "<hr>", "<span>", "<table>", "<table><tr><td>", "<tr>", "<td>", "<td>a</td>", "<tr><td>a</td></tr>", "<font><table>", "<li>",
    "<ul><li>", "<dl><dd>", "<pre>", "<pre>a</pre>", "<code>", "<code>a</code>", "<pre><code>{}</code></pre>", "<pre><code>{", "<h2>a</h2>", "<h2>", "<h2>Event {n}</h2><p>a</p>", "<select>", "<option>",
    "<svg>", "<math>", "<script>", "<style>", "<textarea>", "<title>", "<template>", "<button>", "<form>", "<iframe>", "<noscript>", "<body>", "<html>", "<frameset>", "<img src=x>", " a{n}=b", "<a a=",
    "<div role=\"tabpanel\">a</div>", "<ul role=\"tablist\"><li role=\"tab\">a</li></ul>", "<blockquote>",
    // The words by which a page is read.
    "- Example\n", "- JSON Schema\n", "- Event Payload\n", "Event {n}\nThis event will be triggered when it is.\n", "This event will be triggered when it is.\n", "Available from v1.0.{n}\n", "v1.{n} ",
    "Available from ", "Example\n", "Note\n", "Event {n}\nThis event will be triggered when it is.\n- Event Payload\n- Example\n- JSON Schema\n", "::error::a\n", "##[a]\n", "Copy\n",
];

/// What a file of decisions can be full of.
pub(crate) const DECISIONS: &[&str] = &[
    "[[decision]]\n", "[[decision]]\nid = \"d{n}\"\n", "# a\n", "a = 1\n", "a{n} = 1\n", "a.", "a{n}.b = 1\n", "[a{n}]\n", "[a.", "[", "{", "\"", "'''", "\"\"\"\n", "a = \"", "a = [", "a = {b = ", "[[a]]\n", "[[", "\n", "x", "é",
    "[[decision]]\nid = \"d{n}\"\nanswers = { rule = \"table-undeclared-property\", event = \"event_*\" }\nverdict = \"accepted\"\nreason = \"Seen.\"\n\n",
    "[[decision]]\nid = \"d{n}\"\nanswers = { rule = \"table-undeclared-property\", event = \"event_{n}\" }\nverdict = \"accepted\"\nreason = \"Seen.\"\n\n",
    "[[decision]]\nid = \"d\"\nanswers = { rule = \"table-undeclared-property\", pointer = \"/a{n}\" }\nverdict = \"accepted\"\nreason = \"Seen.\"\n\n",
    "[[decision]]\nid = \"d{n}\"\nat = \"$..*\"\nverdict = \"policy\"\npatch = [{ op = \"add\", path = \"/x-a{n}\", value = \"a\" }]\nreason = \"Seen.\"\n\n",
    "[[decision]]\nid = \"d{n}\"\nat = \"$.*.schema.properties.payload.properties.x0\"\nverdict = \"policy\"\npatch = [{ op = \"add\", path = \"/x-a\", value = \"{n}\" }]\nreason = \"Seen.\"\n\n",
    "[[decision]]\nid = \"d{n}\"\nverdict = \"resolved\"\nanswers = [\"example-event-name\"]\npatch = [{ op = \"test\", path = \"/event_0/example/eventName\", value = \"event_0\" }]\nreason = \"Seen.\"\n\n",
];

/// What a pattern, a JSONPath, a JSON Pointer or a reason of a decision can be full of.
pub(crate) const PATTERNS: &[&str] = &[
    "*", "**", "*a", "?", "[a]", "[", "{a,b}", "{a,", "{", "\\", "a", "é", "**/", "/", "/a", "~", "~1", "~0", ".", "..", ".*", "..*", "[*]", "[0]", "[?@.a]", "[?(", "[?@.a == 1]", "['a']", "[0,", "[1:2]", "[::",
    "[?@.a && ", "[?!", "(", "[?match(@.a, 'a*')]", "[?search(@.a, '(a*)*b')]", "..[?@..a]", "..[*]", "\"", "\n", "\0", "\u{1b}", "`", "$", "$.*",
];
