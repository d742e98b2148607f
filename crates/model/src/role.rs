//! Directory roles, with the platform's template ids (`data/roles.tsv`: id, name, administrator or reader).

use crate::{RoleTemplateId, Uuid};
use std::sync::LazyLock;

/// One directory role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The same in every tenant.
    pub template: RoleTemplateId,
    /// The role's name.
    pub name: &'static str,
    /// Whether its holders are administrators, or only read.
    pub administrator: bool,
}

static ROLES: LazyLock<Vec<Role>> =
    LazyLock::new(|| include_str!("data/roles.tsv").lines().filter_map(parse).collect());

fn parse(line: &'static str) -> Option<Role> {
    let mut cells = line.split('\t');
    let (id, name, class) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Role { template: id.parse().ok()?, name, administrator: class == "admin" })
}

/// All roles the product knows.
pub fn all() -> &'static [Role] {
    &ROLES
}

/// The role with this template id.
pub fn by_template(id: RoleTemplateId) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.template == id)
}

/// The role with this name, letter case aside.
pub fn by_name(name: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.name.eq_ignore_ascii_case(name))
}

/// Global Administrator.
pub const GLOBAL_ADMINISTRATOR: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x62e9_0394_69f5_4237_9190_0121_7714_5e10));
/// Security Administrator.
pub const SECURITY_ADMINISTRATOR: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x194a_e4cb_b126_40b2_bd5b_6091_b380_977d));
/// Security Reader.
pub const SECURITY_READER: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x5d6b_6bb7_de71_4623_b4af_9638_0a35_2509));
/// Reports Reader.
pub const REPORTS_READER: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x4a5d_8f65_41da_4de4_8968_e035_b653_39cf));
/// Global Reader.
pub const GLOBAL_READER: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0xf2ef_992c_3afb_46b9_b7cf_a126_ee74_c451));
/// Application Administrator.
pub const APPLICATION_ADMINISTRATOR: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x9b89_5d92_2cd3_44c7_9d02_a6ac_2d5e_a5c3));
/// Cloud Application Administrator.
pub const CLOUD_APPLICATION_ADMINISTRATOR: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x158c_047a_c907_4556_b7ef_4465_51a6_b5f7));
/// Helpdesk Administrator.
pub const HELPDESK_ADMINISTRATOR: RoleTemplateId =
    RoleTemplateId(Uuid::from_u128(0x7298_27e3_9c14_49f7_bb1b_9608_f156_bbb8));

#[cfg(test)]
mod tests;
