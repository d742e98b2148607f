//! Applications: redirect URIs, client authentication, assertions, consent.

use super::{
    ACCESS_DENIED, Entry, INVALID_CLIENT, INVALID_GRANT, INVALID_REQUEST, INVALID_RESOURCE, OAuthError,
    Suberror, UNAUTHORIZED_CLIENT, Wire, row,
};

const DEVELOPER_EN: &str = "Tell the developer of the application about this error.";
const DEVELOPER_KO: &str = "응용 프로그램 개발자에게 이 오류를 알리세요.";
const ASK_ADMIN_EN: &str = "Ask your administrator to approve the application.";
const ASK_ADMIN_KO: &str = "관리자에게 응용 프로그램 승인을 요청하세요.";

pub(super) const ROWS: &[Entry] = &[
    row(50011, "InvalidReplyTo", INVALID_REQUEST.page())
        .en(
            "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{appId}'.",
            DEVELOPER_EN,
            "Register exactly this redirect URI for the application, or correct it in the application. Upper and lower case, port, path and a final slash count.",
        )
        .ko(
            "요청에 지정된 리디렉션 URI '{redirectUri}'이(가) 응용 프로그램 '{appId}'에 구성된 리디렉션 URI와 일치하지 않습니다.",
            DEVELOPER_KO,
            "이 리디렉션 URI를 응용 프로그램에 정확히 등록하거나 응용 프로그램에서 바로잡으세요. 대소문자, 포트, 경로, 마지막 슬래시까지 같아야 합니다.",
        ),
    row(50012, "AuthenticationFailed", INVALID_CLIENT)
        .en(
            "The authentication of the application failed: its certificate or assertion is rejected. {detail}",
            DEVELOPER_EN,
            "Check that the certificate is registered for the application, not expired, and that the assertion's audience, subject and times are right.",
        )
        .ko(
            "응용 프로그램의 인증서 또는 어설션이 거부되어 인증에 실패했습니다. {detail}",
            DEVELOPER_KO,
            "인증서가 응용 프로그램에 등록되어 있고 만료되지 않았는지, 어설션의 대상, 주체, 시간이 올바른지 확인하세요.",
        ),
    row(50013, "InvalidAssertion", INVALID_GRANT)
        .en("The assertion is not valid. {detail}", "Sign in again.", "The assertion has to be an access token that was issued to this application and has not expired.")
        .ko("어설션이 올바르지 않습니다. {detail}", "다시 로그인하세요.", "어설션은 이 응용 프로그램에 발급되고 만료되지 않은 액세스 토큰이어야 합니다."),
    row(50017, "CertificateValidationFailed", INVALID_CLIENT)
        .en("The validation of the certificate failed. {detail}", DEVELOPER_EN, "Check the certificate's chain, its revocation list and its dates.")
        .ko("인증서의 유효성 검사에 실패했습니다. {detail}", DEVELOPER_KO, "인증서 체인, 해지 목록, 날짜를 확인하세요."),
    row(50027, "InvalidJwtToken", INVALID_REQUEST)
        .en("The JWT in the request is not valid. {detail}", DEVELOPER_EN, "Check issuer, audience, times, format and signature of the token.")
        .ko("요청에 있는 JWT가 올바르지 않습니다. {detail}", DEVELOPER_KO, "토큰의 발급자, 대상, 시간, 형식, 서명을 확인하세요."),
    row(50048, "SubjectMismatchesIssuer", INVALID_CLIENT)
        .en("The subject does not match the issuer in the client assertion.", DEVELOPER_EN, "Both claims, iss and sub, have to be the application's ID.")
        .ko("클라이언트 어설션의 주체가 발급자와 일치하지 않습니다.", DEVELOPER_KO, "iss와 sub 클레임은 모두 응용 프로그램 ID여야 합니다."),
    row(50194, "", INVALID_REQUEST.page())
        .en(
            "The application '{appId}' is not configured as a multi-tenant application, so it cannot use the /common endpoint.",
            DEVELOPER_EN,
            "Use the endpoint of the tenant, or make the application multi-tenant.",
        )
        .ko(
            "응용 프로그램 '{appId}'은(는) 다중 테넌트 응용 프로그램으로 구성되지 않아 /common 엔드포인트를 사용할 수 없습니다.",
            DEVELOPER_KO,
            "테넌트의 엔드포인트를 사용하거나 응용 프로그램을 다중 테넌트로 설정하세요.",
        ),
    row(65001, "DelegationDoesNotExist", INVALID_GRANT.sub(Suberror::ConsentRequired))
        .en(
            "The user or administrator has not consented to use the application with ID '{appId}' named '{appName}'. Send an interactive authorization request for this user and resource.",
            "Sign in interactively and accept the permissions, or ask your administrator to do so.",
            "Grant consent for the application, for one user or for the whole tenant.",
        )
        .ko(
            "사용자 또는 관리자가 ID가 '{appId}'이고 이름이 '{appName}'인 응용 프로그램의 사용에 동의하지 않았습니다. 이 사용자와 리소스에 대해 대화형 권한 부여 요청을 보내세요.",
            "대화형으로 로그인하여 사용 권한을 수락하거나 관리자에게 요청하세요.",
            "한 사용자 또는 테넌트 전체에 대해 응용 프로그램에 동의하세요.",
        ),
    row(65002, "", UNAUTHORIZED_CLIENT)
        .en("The consent between the first-party application '{appId}' and the resource '{resource}' has to be configured by preauthorization.", DEVELOPER_EN, "Use an application registration of your own.")
        .ko("자사 응용 프로그램 '{appId}'과(와) 리소스 '{resource}' 사이의 동의는 사전 권한 부여로 구성해야 합니다.", DEVELOPER_KO, "직접 등록한 응용 프로그램을 사용하세요."),
    row(65004, "UserDeclinedConsent", ACCESS_DENIED)
        .en("The user declined to consent to access the application.", "Start again, if you want to use the application.", "Nothing to do: the person decided.")
        .ko("사용자가 응용 프로그램 액세스에 동의하지 않았습니다.", "응용 프로그램을 사용하려면 다시 시작하세요.", "조치가 필요하지 않습니다. 사용자가 결정했습니다."),
    row(65005, "MisconfiguredApplication", INVALID_CLIENT.status(400))
        .en("The permissions that the application '{appId}' lists do not fit the resource it asks for.", DEVELOPER_EN, "Correct the required permissions in the application's registration.")
        .ko("응용 프로그램 '{appId}'에 나열된 사용 권한이 요청한 리소스와 맞지 않습니다.", DEVELOPER_KO, "응용 프로그램 등록에서 필요한 사용 권한을 바로잡으세요."),
    row(70001, "UnauthorizedClient", UNAUTHORIZED_CLIENT.page())
        .en("The application '{appId}' is disabled.", DEVELOPER_EN, "Enable the application, if it was disabled by mistake.")
        .ko("응용 프로그램 '{appId}'을(를) 사용할 수 없습니다.", DEVELOPER_KO, "실수로 비활성화되었다면 응용 프로그램을 다시 사용하도록 설정하세요."),
    row(70002, "InvalidClient", INVALID_CLIENT)
        .en("Error validating the credentials of the application.", DEVELOPER_EN, "Check the client secret.")
        .ko("응용 프로그램의 자격 증명을 확인하지 못했습니다.", DEVELOPER_KO, "클라이언트 암호를 확인하세요."),
    row(90094, "AdminConsentRequired", ACCESS_DENIED.sub(Suberror::ConsentRequired))
        .en(
            "The application '{appId}' ({appName}) needs permissions that only an administrator can grant.",
            ASK_ADMIN_EN,
            "Check the permissions and grant consent for the tenant.",
        )
        .ko(
            "응용 프로그램 '{appId}'({appName})에는 관리자만 부여할 수 있는 사용 권한이 필요합니다.",
            ASK_ADMIN_KO,
            "사용 권한을 검토하고 테넌트에 대해 동의하세요.",
        ),
    row(90095, "AdminConsentRequiredRequestAccess", ACCESS_DENIED)
        .en("The application '{appId}' ({appName}) needs the approval of an administrator. A request can be sent.", "Send the request and wait for the answer.", "Decide the request in the list of consent requests.")
        .ko("응용 프로그램 '{appId}'({appName})에는 관리자의 승인이 필요합니다. 요청을 보낼 수 있습니다.", "요청을 보내고 답변을 기다리세요.", "동의 요청 목록에서 요청을 처리하세요."),
    row(90099, "", UNAUTHORIZED_CLIENT.sub(Suberror::ConsentRequired))
        .en(
            "The application '{appId}' ({appName}) has not been authorized in the tenant '{tenant}'. Applications must be authorized to access the external tenant before partner delegated administrators can use them. Provide pre-consent, or authorize the application through the partner API.",
            "Ask the administrator of your organization to authorize the application for this customer.",
            "Create the application consent for the customer through the partner API, or preauthorize the application for all customers.",
        )
        .ko(
            "응용 프로그램 '{appId}'({appName})이(가) 테넌트 '{tenant}'에서 권한을 부여받지 않았습니다. 파트너의 위임된 관리자가 사용하려면 먼저 응용 프로그램에 외부 테넌트 액세스 권한이 있어야 합니다. 사전 동의를 제공하거나 파트너 API로 응용 프로그램에 권한을 부여하세요.",
            "소속 조직의 관리자에게 이 고객에 대한 응용 프로그램 권한 부여를 요청하세요.",
            "파트너 API로 고객에 대한 응용 프로그램 동의를 만들거나, 모든 고객에 대해 미리 권한을 부여하세요.",
        ),
    row(500_133, "", INVALID_GRANT)
        .en(
            "The token is not acceptable: it is not within its time, or not one for this resource.",
            "Sign in again.",
            "Get a new access token before it is used as an assertion, and check the clock of the application's machine.",
        )
        .ko(
            "토큰을 사용할 수 없습니다. 유효 기간 안에 있지 않거나 이 리소스를 위한 토큰이 아닙니다.",
            "다시 로그인하세요.",
            "어설션으로 사용하기 전에 새 액세스 토큰을 받고, 응용 프로그램이 실행되는 컴퓨터의 시계를 확인하세요.",
        ),
    row(500_134, "", INVALID_GRANT)
        .en("The access token lacks the permission '{permission}'.", DEVELOPER_EN, "Add the permission to the application's registration and grant consent.")
        .ko("액세스 토큰에 사용 권한 '{permission}'이(가) 없습니다.", DEVELOPER_KO, "응용 프로그램 등록에 사용 권한을 추가하고 동의를 부여하세요."),
    row(650_052, "", INVALID_CLIENT.status(400))
        .en("The application needs the service '{resource}', which your organization has not enabled.", ASK_ADMIN_EN, "Add the service to the tenant.")
        .ko("응용 프로그램에는 조직에서 사용하도록 설정하지 않은 서비스 '{resource}'이(가) 필요합니다.", ASK_ADMIN_KO, "테넌트에 서비스를 추가하세요."),
    row(650_056, "", UNAUTHORIZED_CLIENT)
        .en("The application '{appId}' is misconfigured: it lists no permissions for '{resource}', or nobody consented to them.", ASK_ADMIN_EN, "Correct the permissions in the application's registration and grant consent.")
        .ko("응용 프로그램 '{appId}'이(가) 잘못 구성되었습니다. '{resource}'에 대한 사용 권한이 없거나 아무도 동의하지 않았습니다.", ASK_ADMIN_KO, "응용 프로그램 등록에서 사용 권한을 바로잡고 동의하세요."),
    row(650_057, "", INVALID_RESOURCE)
        .en(
            "Invalid resource. The client '{appId}' has requested access to the resource '{resource}', which is not listed in the permissions of its registration.",
            DEVELOPER_EN,
            "Add a permission of this resource to the application's registration.",
        )
        .ko(
            "리소스가 잘못되었습니다. 클라이언트 '{appId}'이(가) 등록된 사용 권한에 없는 리소스 '{resource}'에 대한 액세스를 요청했습니다.",
            DEVELOPER_KO,
            "응용 프로그램 등록에 이 리소스의 사용 권한을 추가하세요.",
        ),
    row(700_011, "UnauthorizedClientAppNotFoundInOrgIdTenant", UNAUTHORIZED_CLIENT.page())
        .en("Application with identifier '{appId}' was not found in the directory.", DEVELOPER_EN, "Check the client ID and the tenant.")
        .ko("식별자가 '{appId}'인 응용 프로그램을 디렉터리에서 찾을 수 없습니다.", DEVELOPER_KO, "클라이언트 ID와 테넌트를 확인하세요."),
    row(700_016, "UnauthorizedClient_DoesNotMatchRequest", UNAUTHORIZED_CLIENT.page())
        .en(
            "Application with identifier '{appId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
            DEVELOPER_EN,
            "Check the client ID and the tenant in the request; install the application in the tenant, if it is missing.",
        )
        .ko(
            "식별자가 '{appId}'인 응용 프로그램을 디렉터리 '{tenant}'에서 찾을 수 없습니다. 테넌트 관리자가 응용 프로그램을 설치하지 않았거나 테넌트의 어떤 사용자도 동의하지 않았을 수 있습니다. 인증 요청을 잘못된 테넌트로 보냈을 수도 있습니다.",
            DEVELOPER_KO,
            "요청의 클라이언트 ID와 테넌트를 확인하세요. 응용 프로그램이 없다면 테넌트에 설치하세요.",
        ),
    row(700_024, "", INVALID_CLIENT)
        .en("The client assertion is not within its valid time range.", DEVELOPER_EN, "Check the clock of the application's machine, and that assertions live for minutes.")
        .ko("클라이언트 어설션이 유효한 시간 범위에 있지 않습니다.", DEVELOPER_KO, "응용 프로그램이 실행되는 컴퓨터의 시계와 어설션의 수명이 몇 분 이내인지 확인하세요."),
    row(700_025, "InvalidClientPublicClientWithCredential", INVALID_CLIENT)
        .en("Client is public so neither 'client_assertion' nor 'client_secret' should be presented.", DEVELOPER_EN, "Remove the secret from the application, or register it as a confidential client.")
        .ko("공용 클라이언트이므로 'client_assertion'이나 'client_secret'을 제시하면 안 됩니다.", DEVELOPER_KO, "응용 프로그램에서 암호를 제거하거나 기밀 클라이언트로 등록하세요."),
    row(700_027, "", INVALID_CLIENT)
        .en("The client assertion failed signature validation. {detail}", DEVELOPER_EN, "Upload the certificate the application signs with, and remove old ones.")
        .ko("클라이언트 어설션의 서명 유효성 검사에 실패했습니다. {detail}", DEVELOPER_KO, "응용 프로그램이 서명에 사용하는 인증서를 업로드하고 오래된 인증서를 제거하세요."),
    row(700_030, "", INVALID_CLIENT)
        .en("Invalid certificate: its subject name is not authorized.", DEVELOPER_EN, "Register the certificate's subject name for the application.")
        .ko("인증서가 잘못되었습니다. 주체 이름에 권한이 없습니다.", DEVELOPER_KO, "응용 프로그램에 인증서의 주체 이름을 등록하세요."),
    row(700_056, "", UNAUTHORIZED_CLIENT)
        .en("The application may not use the grant type '{grantType}' here.", DEVELOPER_EN, "Allow the grant for the tenant, or register the application as the kind of client that uses it.")
        .ko("응용 프로그램은 여기에서 권한 부여 유형 '{grantType}'을(를) 사용할 수 없습니다.", DEVELOPER_KO, "테넌트에서 이 권한 부여를 허용하거나, 이를 사용하는 클라이언트 종류로 응용 프로그램을 등록하세요."),
    row(900_971, "", INVALID_REQUEST.page())
        .en("No redirect URI was provided, and none can be used for the application '{appId}'.", DEVELOPER_EN, "Register a redirect URI and send it with the request.")
        .ko("리디렉션 URI가 제공되지 않았고 응용 프로그램 '{appId}'에 사용할 수 있는 것도 없습니다.", DEVELOPER_KO, "리디렉션 URI를 등록하고 요청과 함께 보내세요."),
    row(7_000_112, "UnauthorizedClientApplicationDisabled", UNAUTHORIZED_CLIENT.page())
        .en("The application '{appId}' is disabled.", "Ask your administrator whether the application may be used.", "Enable the service principal of the application, if it was disabled by mistake.")
        .ko("응용 프로그램 '{appId}'을(를) 사용할 수 없습니다.", "관리자에게 응용 프로그램을 사용해도 되는지 문의하세요.", "실수로 비활성화되었다면 응용 프로그램의 서비스 주체를 다시 사용하도록 설정하세요."),
    row(7_000_114, "", UNAUTHORIZED_CLIENT)
        .en("The application '{appId}' is not allowed to make calls on behalf of users.", DEVELOPER_EN, "Only confidential applications can act on behalf of users.")
        .ko("응용 프로그램 '{appId}'은(는) 사용자를 대신하여 호출할 수 없습니다.", DEVELOPER_KO, "기밀 응용 프로그램만 사용자를 대신할 수 있습니다."),
    row(7_000_215, "", INVALID_CLIENT)
        .en(
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to the application '{appId}'.",
            DEVELOPER_EN,
            "Use the value of a secret that has not expired; its ID is not the secret. Create a new one, if the value is lost.",
        )
        .ko(
            "잘못된 클라이언트 암호가 제공되었습니다. 요청으로 보낸 것이 응용 프로그램 '{appId}'에 추가된 클라이언트 암호의 ID가 아니라 값인지 확인하세요.",
            DEVELOPER_KO,
            "만료되지 않은 암호의 값을 사용하세요. 암호 ID는 암호가 아닙니다. 값을 잃어버렸다면 새로 만드세요.",
        ),
    row(7_000_218, "", INVALID_CLIENT)
        .en(
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            DEVELOPER_EN,
            "Send the application's secret or assertion, or register the application as a public client.",
        )
        .ko(
            "요청 본문에 'client_assertion' 또는 'client_secret' 매개 변수가 있어야 합니다.",
            DEVELOPER_KO,
            "응용 프로그램의 암호나 어설션을 보내거나, 공용 클라이언트로 등록하세요.",
        ),
    row(7_000_222, "InvalidClientSecretExpiredKeysProvided", INVALID_CLIENT)
        .en("The provided client secret keys for the application '{appId}' are expired.", DEVELOPER_EN, "Create a new secret, or use a certificate.")
        .ko("응용 프로그램 '{appId}'에 제공된 클라이언트 암호가 만료되었습니다.", DEVELOPER_KO, "새 암호를 만들거나 인증서를 사용하세요."),
    row(9_002_325, "", INVALID_REQUEST)
        .en("Proof Key for Code Exchange is required for cross-origin authorization code redemption.", DEVELOPER_EN, "The application has to send a code challenge and its verifier (S256).")
        .ko("다른 원본에서 인증 코드를 사용하려면 PKCE가 필요합니다.", DEVELOPER_KO, "응용 프로그램이 코드 챌린지와 검증 값(S256)을 보내야 합니다."),
    row(9_002_326, "", INVALID_REQUEST)
        .en("Cross-origin token redemption is permitted only for the 'Single-Page Application' client type.", DEVELOPER_EN, "Register the redirect URI for a single-page application, or redeem the code on the server.")
        .ko("다른 원본에서의 토큰 사용은 '단일 페이지 응용 프로그램' 클라이언트 유형에만 허용됩니다.", DEVELOPER_KO, "리디렉션 URI를 단일 페이지 응용 프로그램용으로 등록하거나 서버에서 코드를 사용하세요."),
    row(9_002_327, "", INVALID_REQUEST)
        .en("Tokens issued for the 'Single-Page Application' client type may only be redeemed via cross-origin requests.", DEVELOPER_EN, "Register the redirect URI for the web platform, if a server redeems the code.")
        .ko("'단일 페이지 응용 프로그램' 클라이언트 유형에 발급된 토큰은 다른 원본의 요청으로만 사용할 수 있습니다.", DEVELOPER_KO, "서버가 코드를 사용한다면 리디렉션 URI를 웹 플랫폼용으로 등록하세요."),
    row(9_002_332, "", Wire::both(OAuthError::InvalidRequest).page())
        .en("The application '{appId}' ({appName}) is for users of organizations only; the /consumers endpoint cannot serve it.", DEVELOPER_EN, "Use the endpoint of the tenant or /organizations.")
        .ko("응용 프로그램 '{appId}'({appName})은(는) 조직 사용자 전용이므로 /consumers 엔드포인트를 사용할 수 없습니다.", DEVELOPER_KO, "테넌트의 엔드포인트 또는 /organizations를 사용하세요."),
];
