//! What an application may do: consent, and the need for an administrator's approval.

use super::{Account, Form, Frame, Page, template};
use crate::locale::Locale;

/// Asks for consent to permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that decides.
    pub account: Account,
    /// The application's display name.
    pub app_name: String,
    /// Display name of the tenant that owns the application.
    pub publisher: Option<String>,
    /// Host of the registered redirect URI to which the answer goes, such as `app.contoso.com`.
    pub redirect_host: Option<String>,
    /// The permissions asked for.
    pub permissions: Vec<Permission>,
    /// For whom consent is asked.
    pub audience: ConsentAudience,
}

/// One permission (Graph `oauth2PermissionScope`, `appRole`), in the reader's language where the resource has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// What it lets the application do, in a few words.
    pub display_name: String,
    /// The same in a sentence or two.
    pub description: String,
    /// Display name of the resource, where it helps to tell resources apart.
    pub resource: Option<String>,
}

/// For whom consent is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConsentAudience {
    /// The person alone.
    #[default]
    User,
    /// The person, who as an administrator may decide for everybody (a check box, field `organization`).
    UserOrOrganization,
    /// Everybody in the tenant; only administrators get here.
    Organization,
}

impl ConsentPage {
    fn audience_text(&self, locale: &Locale) -> String {
        match self.audience {
            ConsentAudience::Organization => {
                let tenant = self.frame.tenant_name.as_deref();
                tenant.map_or_else(
                    || locale.text("consent-for-organization"),
                    |name| locale.with("consent-for-tenant", "tenant", name),
                )
            }
            ConsentAudience::User | ConsentAudience::UserOrOrganization => {
                locale.with("consent-for-user", "account", &self.account.username)
            }
        }
    }

    fn offers_organization(&self) -> bool {
        self.audience == ConsentAudience::UserOrOrganization
    }
}

impl Page for ConsentPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.with("consent-title", "app", &self.app_name)
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ConsentPage, "consent.html", self, locale)
    }
}

/// Says that only an administrator can consent (AADSTS90094).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdminApprovalPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signed in.
    pub account: Account,
    /// The application's display name.
    pub app_name: String,
    /// Display name of the tenant that owns the application.
    pub publisher: Option<String>,
    /// The permissions that need approval.
    pub permissions: Vec<Permission>,
}

impl Page for AdminApprovalPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("approval-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(AdminApprovalPage, "admin_approval.html", self, locale)
    }
}
