//! Enumerations of a sign-in log entry. An unknown member is read as `unknownFutureValue`, Graph's own name for it.

use serde::{Deserialize, Serialize};

macro_rules! graph_enums {
    ($($(#[$about:meta])* $name:ident: $first:ident = $first_text:literal $(, $variant:ident = $text:literal)* $(,)?;)+) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
            pub enum $name {
                #[doc = concat!("`", $first_text, "`.")]
                #[default]
                #[serde(rename = $first_text)]
                $first,
                $(
                    #[doc = concat!("`", $text, "`.")]
                    #[serde(rename = $text)]
                    $variant,
                )*
                /// Any member that this version does not know.
                #[serde(other, rename = "unknownFutureValue")]
                UnknownFutureValue,
            }

            impl $name {
                /// Every known member.
                pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];

                /// The member's name on the wire.
                pub const fn as_str(self) -> &'static str {
                    match self {
                        Self::$first => $first_text,
                        $(Self::$variant => $text,)*
                        Self::UnknownFutureValue => "unknownFutureValue",
                    }
                }

                /// Reads a member's name.
                pub fn read(name: &str) -> Self {
                    Self::ALL.iter().copied().find(|known| known.as_str() == name).unwrap_or(Self::UnknownFutureValue)
                }
            }
        )+
    };
}

graph_enums! {
    /// The category of an entry.
    SignInEventType: InteractiveUser = "interactiveUser", NonInteractiveUser = "nonInteractiveUser",
        ServicePrincipal = "servicePrincipal", ManagedIdentity = "managedIdentity";

    /// What the policies came to.
    ConditionalAccessStatus: NotApplied = "notApplied", Success = "success", Failure = "failure";

    /// What one policy came to.
    PolicyResult: NotApplied = "notApplied", Success = "success", Failure = "failure", NotEnabled = "notEnabled",
        Unknown = "unknown", ReportOnlySuccess = "reportOnlySuccess", ReportOnlyFailure = "reportOnlyFailure",
        ReportOnlyNotApplied = "reportOnlyNotApplied", ReportOnlyInterrupted = "reportOnlyInterrupted";

    /// A risk level. `hidden` is what tenants without the feature see.
    RiskLevel: None = "none", Low = "low", Medium = "medium", High = "high", Hidden = "hidden";

    /// What became of a risk.
    RiskState: None = "none", ConfirmedSafe = "confirmedSafe", Remediated = "remediated", Dismissed = "dismissed",
        AtRisk = "atRisk", ConfirmedCompromised = "confirmedCompromised";

    /// Why a risk is what it is.
    RiskDetail: None = "none", AdminGeneratedTemporaryPassword = "adminGeneratedTemporaryPassword",
        UserPerformedSecuredPasswordChange = "userPerformedSecuredPasswordChange",
        UserPerformedSecuredPasswordReset = "userPerformedSecuredPasswordReset",
        AdminConfirmedSigninSafe = "adminConfirmedSigninSafe", AiConfirmedSigninSafe = "aiConfirmedSigninSafe",
        UserPassedMfaDrivenByRiskBasedPolicy = "userPassedMFADrivenByRiskBasedPolicy",
        AdminDismissedAllRiskForUser = "adminDismissedAllRiskForUser",
        AdminConfirmedSigninCompromised = "adminConfirmedSigninCompromised", Hidden = "hidden",
        AdminConfirmedUserCompromised = "adminConfirmedUserCompromised",
        M365DAdminDismissedDetection = "m365DAdminDismissedDetection",
        AdminConfirmedServicePrincipalCompromised = "adminConfirmedServicePrincipalCompromised",
        AdminDismissedAllRiskForServicePrincipal = "adminDismissedAllRiskForServicePrincipal",
        UserChangedPasswordOnPremises = "userChangedPasswordOnPremises",
        AdminDismissedRiskForSignIn = "adminDismissedRiskForSignIn",
        AdminConfirmedAccountSafe = "adminConfirmedAccountSafe",
        MicrosoftRevokedSessions = "microsoftRevokedSessions";

    /// Protocol or grant.
    AuthenticationProtocol: None = "none", OAuth2 = "oAuth2", Ropc = "ropc", WsFederation = "wsFederation",
        Saml20 = "saml20", DeviceCode = "deviceCode", AuthenticationTransfer = "authenticationTransfer",
        NativeAuth = "nativeAuth", AuthorizationCodeWithPkce = "authorizationCodeWithPkce",
        AuthorizationCodeWithoutPkce = "authorizationCodeWithoutPkce", ClientCredentials = "clientCredentials",
        RefreshTokenGrant = "refreshTokenGrant", OnBehalfOf = "onBehalfOf",
        EncryptedAuthorizeResponse = "encryptedAuthorizeResponse", DirectUserGrant = "directUserGrant",
        Kerberos = "kerberos", SeamlessSso = "seamlessSso", WsTrust = "wsTrust", SamlOnBehalfOf = "samlOnBehalfOf",
        OfficeS2s = "officeS2S";

    /// How a client authenticated itself.
    ClientCredentialType: None = "none", ClientSecret = "clientSecret", ClientAssertion = "clientAssertion",
        FederatedIdentityCredential = "federatedIdentityCredential", ManagedIdentity = "managedIdentity",
        Certificate = "certificate";

    /// How tenants were crossed. A partner's delegated administrator is a `serviceProvider`.
    CrossTenantAccessType: None = "none", B2bCollaboration = "b2bCollaboration",
        B2bDirectConnect = "b2bDirectConnect", MicrosoftSupport = "microsoftSupport",
        ServiceProvider = "serviceProvider", Passthrough = "passthrough";

    /// What kind of token was presented.
    IncomingTokenType: None = "none", PrimaryRefreshToken = "primaryRefreshToken", Saml11 = "saml11",
        Saml20 = "saml20", RemoteDesktopToken = "remoteDesktopToken", RefreshToken = "refreshToken";

    /// How a session began.
    OriginalTransferMethod: None = "none", DeviceCodeFlow = "deviceCodeFlow",
        AuthenticationTransfer = "authenticationTransfer";

    /// What kind of name was typed.
    SignInIdentifierType: UserPrincipalName = "userPrincipalName", PhoneNumber = "phoneNumber",
        ProxyAddress = "proxyAddress", QrCode = "qrCode",
        OnPremisesUserPrincipalName = "onPremisesUserPrincipalName";

    /// Member or guest.
    SignInUserType: Member = "member", Guest = "guest";

    /// Kind of the identity provider.
    TokenIssuerType: AzureAd = "AzureAD", AdFederationServices = "ADFederationServices",
        AzureAdBackupAuth = "AzureADBackupAuth",
        AdFederationServicesMfaAdapter = "ADFederationServicesMFAAdapter", NpsExtension = "NPSExtension";

    /// Whether a token is bound to its device.
    TokenProtectionStatus: None = "none", Bound = "bound", Unbound = "unbound";

    /// How an authentication context came about.
    AuthenticationContextDetail: Required = "required", PreviouslySatisfied = "previouslySatisfied",
        NotApplicable = "notApplicable";

    /// Kind of a network location.
    NetworkType: Intranet = "intranet", Extranet = "extranet", NamedNetwork = "namedNetwork", Trusted = "trusted";

    /// Kind of a session policy.
    ExpirationRequirement:
        RememberMultifactorAuthenticationOnTrustedDevices = "rememberMultifactorAuthenticationOnTrustedDevices",
        TenantTokenLifetimePolicy = "tenantTokenLifetimePolicy",
        AudienceTokenLifetimePolicy = "audienceTokenLifetimePolicy",
        SignInFrequencyPeriodicReauthentication = "signInFrequencyPeriodicReauthentication", NgcMfa = "ngcMfa",
        SignInFrequencyEveryTime = "signInFrequencyEveryTime";

    /// Kind of a managed identity.
    ManagedIdentityType: None = "none", UserAssigned = "userAssigned", SystemAssigned = "systemAssigned";

    /// What required multi-factor authentication.
    RequirementProvider: User = "user", Request = "request", ServicePrincipal = "servicePrincipal",
        V1ConditionalAccess = "v1ConditionalAccess", MultiConditionalAccess = "multiConditionalAccess",
        TenantSessionRiskPolicy = "tenantSessionRiskPolicy",
        AccountCompromisePolicies = "accountCompromisePolicies",
        V1ConditionalAccessDependency = "v1ConditionalAccessDependency",
        V1ConditionalAccessPolicyIdRequested = "v1ConditionalAccessPolicyIdRequested",
        MfaRegistrationRequiredByIdentityProtectionPolicy = "mfaRegistrationRequiredByIdentityProtectionPolicy",
        BaselineProtection = "baselineProtection",
        MfaRegistrationRequiredByBaselineProtection = "mfaRegistrationRequiredByBaselineProtection",
        MfaRegistrationRequiredByMultiConditionalAccess = "mfaRegistrationRequiredByMultiConditionalAccess",
        EnforcedForCspAdmins = "enforcedForCspAdmins", SecurityDefaults = "securityDefaults",
        MfaRegistrationRequiredBySecurityDefaults = "mfaRegistrationRequiredBySecurityDefaults",
        ProofUpCodeRequest = "proofUpCodeRequest", CrossTenantOutboundRule = "crossTenantOutboundRule",
        GpsLocationCondition = "gpsLocationCondition", RiskBasedPolicy = "riskBasedPolicy",
        ScopeBasedAuthRequirementPolicy = "scopeBasedAuthRequirementPolicy",
        AuthenticationStrengths = "authenticationStrengths";

    /// A condition of a policy.
    PolicyCondition: None = "none", Application = "application", Users = "users", DevicePlatform = "devicePlatform",
        Location = "location", ClientType = "clientType", SignInRisk = "signInRisk", UserRisk = "userRisk",
        Time = "time", DeviceState = "deviceState", Client = "client",
        IpAddressSeenByAzureAd = "ipAddressSeenByAzureAD",
        IpAddressSeenByResourceProvider = "ipAddressSeenByResourceProvider",
        ServicePrincipals = "servicePrincipals", ServicePrincipalRisk = "servicePrincipalRisk",
        AuthenticationFlows = "authenticationFlows", InsiderRisk = "insiderRisk";

    /// A rule of a condition.
    RuleSatisfied: None = "none", AllApps = "allApps", FirstPartyApps = "firstPartyApps", Office365 = "office365",
        AppId = "appId", Acr = "acr", AppFilter = "appFilter", AllUsers = "allUsers", Guest = "guest",
        GroupId = "groupId", RoleId = "roleId", UserId = "userId", AllDevicePlatforms = "allDevicePlatforms",
        DevicePlatform = "devicePlatform", AllLocations = "allLocations", InsideCorpnet = "insideCorpnet",
        AllTrustedLocations = "allTrustedLocations", LocationId = "locationId", AllDevices = "allDevices",
        DeviceFilter = "deviceFilter", DeviceState = "deviceState",
        AnonymizedIpAddress = "anonymizedIPAddress", UnfamiliarFeatures = "unfamiliarFeatures",
        NationStateIpAddress = "nationStateIPAddress", RealTimeThreatIntelligence = "realTimeThreatIntelligence",
        InternalGuest = "internalGuest", B2bCollaborationGuest = "b2bCollaborationGuest",
        B2bCollaborationMember = "b2bCollaborationMember", B2bDirectConnectUser = "b2bDirectConnectUser",
        OtherExternalUser = "otherExternalUser", ServiceProvider = "serviceProvider",
        MicrosoftAdminPortals = "microsoftAdminPortals", DeviceCodeFlow = "deviceCodeFlow",
        AuthenticationTransfer = "authenticationTransfer", InsiderRisk = "insiderRisk";

    /// Values of `clientAppUsed`.
    ClientApp: Browser = "Browser", MobileAppsAndDesktopClients = "Mobile Apps and Desktop clients",
        ExchangeActiveSync = "Exchange ActiveSync", AuthenticatedSmtp = "Authenticated SMTP",
        Autodiscover = "Autodiscover", ExchangeOnlinePowerShell = "Exchange Online PowerShell",
        ExchangeWebServices = "Exchange Web Services", Imap4 = "IMAP4", MapiOverHttp = "MAPI Over HTTP",
        OfflineAddressBook = "Offline Address Book", OtherClients = "Other clients",
        OutlookAnywhere = "Outlook Anywhere (RPC over HTTP)", OutlookService = "Outlook Service", Pop3 = "POP3",
        ReportingWebServices = "Reporting Web Services", UniversalOutlook = "Universal Outlook";
}

impl ClientApp {
    /// Whether the protocol knows no modern authentication.
    pub const fn is_legacy(self) -> bool {
        !matches!(self, Self::Browser | Self::MobileAppsAndDesktopClients)
    }

    /// Whether a string of the column `clientAppUsed` names a protocol without modern authentication, in any of
    /// the spellings that exports have had.
    pub fn is_legacy_name(name: &str) -> bool {
        !["Browser", "Mobile Apps and Desktop clients", "Modern clients"]
            .iter()
            .any(|modern| name.trim().eq_ignore_ascii_case(modern))
    }

    /// The `clientAppTypes` member of conditional access that covers it.
    pub const fn policy_client_type(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::MobileAppsAndDesktopClients => "mobileAppsAndDesktopClients",
            Self::ExchangeActiveSync => "exchangeActiveSync",
            _ => "other",
        }
    }
}
