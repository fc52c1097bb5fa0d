//! The types that typify alone makes of the payloads' schemas (its output, without comments and conversions), behind a
//! tagged enum. For comparison only.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic, reason = "typify's output")]

#[derive(serde::Deserialize, serde::Serialize, Clone, Debug)]
#[serde(tag = "eventName", rename_all = "snake_case")]
pub enum Tagged {
    ProjectCreated(Delivery<ProjectCreated>),
    ServiceCreated(Delivery<ServiceCreated>),
    ConfigurationSaved(Delivery<ConfigurationSaved>),
    TagCreated(Delivery<TagCreated>),
    #[serde(alias = "user_added")]
    CompanyUserAdded(Delivery<CompanyUserAdded>),
    CompanyUserEdited(Delivery<CompanyUserEdited>),
    CompanyUserRemoved(Delivery<CompanyUserRemoved>),
}

#[derive(serde::Deserialize, serde::Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Delivery<T> {
    pub event_timestamp: f64,
    pub payload: T,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct CompanyUserAdded {
    #[serde(rename = "companyId", skip_serializing_if = "::std::option::Option::is_none")]
    pub company_id: ::std::option::Option<::std::string::String>,
    pub email: ::std::string::String,
    #[serde(rename = "groupId", skip_serializing_if = "::std::option::Option::is_none")]
    pub group_id: ::std::option::Option<::std::string::String>,
    pub resource: CompanyUserAddedResource,
    #[serde(rename = "roleId")]
    pub role_id: ::std::string::String,
    #[serde(rename = "userId")]
    pub user_id: ::std::string::String,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
pub struct CompanyUserAddedResource {
    #[serde(rename = "companyId")]
    pub company_id: ::std::string::String,
    #[serde(rename = "environmentId", skip_serializing_if = "::std::option::Option::is_none")]
    pub environment_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct CompanyUserEdited {
    #[serde(rename = "companyId", skip_serializing_if = "::std::option::Option::is_none")]
    pub company_id: ::std::option::Option<::std::string::String>,
    pub email: ::std::string::String,
    #[serde(rename = "groupId", skip_serializing_if = "::std::option::Option::is_none")]
    pub group_id: ::std::option::Option<::std::string::String>,
    pub resource: CompanyUserEditedResource,
    #[serde(rename = "roleId")]
    pub role_id: ::std::string::String,
    #[serde(rename = "userId")]
    pub user_id: ::std::string::String,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
pub struct CompanyUserEditedResource {
    #[serde(rename = "companyId")]
    pub company_id: ::std::string::String,
    #[serde(rename = "environmentId", skip_serializing_if = "::std::option::Option::is_none")]
    pub environment_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct CompanyUserRemoved {
    #[serde(rename = "companyId", skip_serializing_if = "::std::option::Option::is_none")]
    pub company_id: ::std::option::Option<::std::string::String>,
    pub email: ::std::string::String,
    #[serde(rename = "groupId", skip_serializing_if = "::std::option::Option::is_none")]
    pub group_id: ::std::option::Option<::std::string::String>,
    pub resource: CompanyUserRemovedResource,
    #[serde(rename = "roleId", skip_serializing_if = "::std::option::Option::is_none")]
    pub role_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "userId")]
    pub user_id: ::std::string::String,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
pub struct CompanyUserRemovedResource {
    #[serde(rename = "companyId")]
    pub company_id: ::std::string::String,
    #[serde(rename = "environmentId", skip_serializing_if = "::std::option::Option::is_none")]
    pub environment_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ConfigurationSaved {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub author: ::std::option::Option<ConfigurationSavedAuthor>,
    #[serde(rename = "previousChangesId", skip_serializing_if = "::std::option::Option::is_none")]
    pub previous_changes_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "revisionName", skip_serializing_if = "::std::option::Option::is_none")]
    pub revision_name: ::std::option::Option<::std::string::String>,
    #[serde(rename = "savedChangesId", skip_serializing_if = "::std::option::Option::is_none")]
    pub saved_changes_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "startRef", skip_serializing_if = "::std::option::Option::is_none")]
    pub start_ref: ::std::option::Option<ConfigurationSavedStartRef>,
    #[serde(rename = "tenantId", skip_serializing_if = "::std::option::Option::is_none")]
    pub tenant_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ConfigurationSavedAuthor {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ConfigurationSavedStartRef {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct Project {
    #[serde(rename = "areNamespacesCreated", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub are_namespaces_created: ::std::vec::Vec<ProjectAreNamespacesCreatedItem>,
    #[serde(rename = "availableNamespaces", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub available_namespaces: ::std::vec::Vec<ProjectAvailableNamespacesItem>,
    #[serde(rename = "configurationGitPath", skip_serializing_if = "::std::option::Option::is_none")]
    pub configuration_git_path: ::std::option::Option<::std::string::String>,
    #[serde(rename = "containerRegistries", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub container_registries: ::std::vec::Vec<::serde_json::Value>,
    #[serde(rename = "defaultBranch", skip_serializing_if = "::std::option::Option::is_none")]
    pub default_branch: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    #[serde(rename = "dockerImageNameSuggestion", skip_serializing_if = "::std::option::Option::is_none")]
    pub docker_image_name_suggestion: ::std::option::Option<ProjectDockerImageNameSuggestion>,
    #[serde(rename = "enabledSecurityFeatures", skip_serializing_if = "::std::option::Option::is_none")]
    pub enabled_security_features: ::std::option::Option<ProjectEnabledSecurityFeatures>,
    #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub environments: ::std::vec::Vec<ProjectEnvironmentsItem>,
    #[serde(rename = "_id", skip_serializing_if = "::std::option::Option::is_none")]
    pub id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "imagePullSecretNames", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub image_pull_secret_names: ::std::vec::Vec<::std::string::String>,
    #[serde(rename = "isRepositoryCreated", skip_serializing_if = "::std::option::Option::is_none")]
    pub is_repository_created: ::std::option::Option<bool>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub monitoring: ::std::option::Option<ProjectMonitoring>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub pipelines: ::std::option::Option<ProjectPipelines>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub repository: ::std::option::Option<ProjectRepository>,
    #[serde(rename = "repositoryUrl", skip_serializing_if = "::std::option::Option::is_none")]
    pub repository_url: ::std::option::Option<::std::string::String>,
    #[serde(rename = "tenantId", skip_serializing_if = "::std::option::Option::is_none")]
    pub tenant_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectAreNamespacesCreatedItem {
    #[serde(rename = "deployServiceAccount", skip_serializing_if = "::std::option::Option::is_none")]
    pub deploy_service_account: ::std::option::Option<ProjectAreNamespacesCreatedItemDeployServiceAccount>,
    #[serde(rename = "envId", skip_serializing_if = "::std::option::Option::is_none")]
    pub env_id: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub error: ::std::option::Option<ProjectAreNamespacesCreatedItemError>,
    #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
    pub labels: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub message: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub namespace: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectAreNamespacesCreatedItemDeployServiceAccount {
    #[serde(rename = "base64CA", skip_serializing_if = "::std::option::Option::is_none")]
    pub base64_ca: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub name: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectAreNamespacesCreatedItemError {
    #[serde(rename = "errorCode", skip_serializing_if = "::std::option::Option::is_none")]
    pub error_code: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub message: ::std::option::Option<::std::string::String>,
    #[serde(rename = "statusCode", skip_serializing_if = "::std::option::Option::is_none")]
    pub status_code: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectAvailableNamespacesItem {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub label: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub value: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct ProjectCreated {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub project: ::std::option::Option<Project>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "sourceTemplateId", skip_serializing_if = "::std::option::Option::is_none")]
    pub source_template_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "tenantId", skip_serializing_if = "::std::option::Option::is_none")]
    pub tenant_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectDockerImageNameSuggestion {
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectEnabledSecurityFeatures {
    #[serde(rename = "appArmor", skip_serializing_if = "::std::option::Option::is_none")]
    pub app_armor: ::std::option::Option<bool>,
    #[serde(rename = "hostProperties", skip_serializing_if = "::std::option::Option::is_none")]
    pub host_properties: ::std::option::Option<bool>,
    #[serde(rename = "privilegedPod", skip_serializing_if = "::std::option::Option::is_none")]
    pub privileged_pod: ::std::option::Option<bool>,
    #[serde(rename = "seccompProfile", skip_serializing_if = "::std::option::Option::is_none")]
    pub seccomp_profile: ::std::option::Option<bool>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectEnvironmentsItem {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub cluster: ::std::option::Option<ProjectEnvironmentsItemCluster>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub deploy: ::std::option::Option<ProjectEnvironmentsItemDeploy>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub description: ::std::option::Option<::std::string::String>,
    #[serde(rename = "envId", skip_serializing_if = "::std::option::Option::is_none")]
    pub env_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "envPrefix", skip_serializing_if = "::std::option::Option::is_none")]
    pub env_prefix: ::std::option::Option<::std::string::String>,
    #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub hosts: ::std::vec::Vec<ProjectEnvironmentsItemHostsItem>,
    #[serde(rename = "isProduction", default)]
    pub is_production: bool,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub label: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectEnvironmentsItemCluster {
    #[serde(rename = "clusterId", skip_serializing_if = "::std::option::Option::is_none")]
    pub cluster_id: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub namespace: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectEnvironmentsItemDeploy {
    #[serde(rename = "providerId", skip_serializing_if = "::std::option::Option::is_none")]
    pub provider_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectEnvironmentsItemHostsItem {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub host: ::std::option::Option<::std::string::String>,
    #[serde(rename = "isBackoffice", skip_serializing_if = "::std::option::Option::is_none")]
    pub is_backoffice: ::std::option::Option<bool>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub scheme: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectMonitoring {
    #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub systems: ::std::vec::Vec<ProjectMonitoringSystemsItem>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectMonitoringSystemsItem {
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectPipelines {
    #[serde(rename = "providerId", skip_serializing_if = "::std::option::Option::is_none")]
    pub provider_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
pub struct ProjectRepository {
    #[serde(rename = "providerId", skip_serializing_if = "::std::option::Option::is_none")]
    pub provider_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
    pub type_: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct ServiceCreated {
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "repositoryURL", skip_serializing_if = "::std::option::Option::is_none")]
    pub repository_url: ::std::option::Option<::std::string::String>,
    #[serde(rename = "serviceName", skip_serializing_if = "::std::option::Option::is_none")]
    pub service_name: ::std::option::Option<::std::string::String>,
    #[serde(rename = "templateId", skip_serializing_if = "::std::option::Option::is_none")]
    pub template_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "tenantId", skip_serializing_if = "::std::option::Option::is_none")]
    pub tenant_id: ::std::option::Option<::std::string::String>,
}

#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct TagCreated {
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub message: ::std::option::Option<::std::string::String>,
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub project: ::std::option::Option<Project>,
    #[serde(rename = "projectId", skip_serializing_if = "::std::option::Option::is_none")]
    pub project_id: ::std::option::Option<::std::string::String>,
    #[serde(rename = "ref", skip_serializing_if = "::std::option::Option::is_none")]
    pub ref_: ::std::option::Option<::std::string::String>,
    #[serde(rename = "releaseDescription", skip_serializing_if = "::std::option::Option::is_none")]
    pub release_description: ::std::option::Option<::std::string::String>,
    #[serde(rename = "tagName", skip_serializing_if = "::std::option::Option::is_none")]
    pub tag_name: ::std::option::Option<::std::string::String>,
    #[serde(rename = "tenantId", skip_serializing_if = "::std::option::Option::is_none")]
    pub tenant_id: ::std::option::Option<::std::string::String>,
}

/// The events that these types know.
pub const NAMES: [&str; 8] = [
    "project_created",
    "service_created",
    "configuration_saved",
    "tag_created",
    "company_user_added",
    "user_added",
    "company_user_edited",
    "company_user_removed",
];

/// `as_event!(name, read, body)`: reads the body as a delivery of the event of that name, by a function over its type.
macro_rules! as_event {
    ($name:expr, $read:ident, $body:expr) => {
        match $name.as_str() {
            "project_created" => $read::<plain::Delivery<plain::ProjectCreated>>($body),
            "service_created" => $read::<plain::Delivery<plain::ServiceCreated>>($body),
            "configuration_saved" => $read::<plain::Delivery<plain::ConfigurationSaved>>($body),
            "tag_created" => $read::<plain::Delivery<plain::TagCreated>>($body),
            "company_user_added" | "user_added" => $read::<plain::Delivery<plain::CompanyUserAdded>>($body),
            "company_user_edited" => $read::<plain::Delivery<plain::CompanyUserEdited>>($body),
            _ => $read::<plain::Delivery<plain::CompanyUserRemoved>>($body),
        }
    };
}

pub(crate) use as_event;
