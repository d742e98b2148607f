//! The request itself: parameters, scopes, resources, tenants, throttling, faults of the server.

use super::{
    Entry, INVALID_GRANT, INVALID_REQUEST, INVALID_RESOURCE, INVALID_SCOPE, OAuthError, UNAVAILABLE, Wire,
    row,
};

const DEVELOPER_EN: &str = "Tell the developer of the application about this error.";
const DEVELOPER_KO: &str = "응용 프로그램 개발자에게 이 오류를 알리세요.";
const LATER_EN: &str = "Try again in a moment.";
const LATER_KO: &str = "잠시 후 다시 시도하세요.";
const OPERATOR_EN: &str =
    "If it lasts, the operator of this service should look in its log with the trace ID.";
const OPERATOR_KO: &str = "계속되면 서비스 운영자가 추적 ID로 로그를 확인해야 합니다.";
const SCOPES_EN: &str =
    "Check the scopes that the application asks for and those that the resource publishes.";
const SCOPES_KO: &str = "응용 프로그램이 요청하는 범위와 리소스가 게시하는 범위를 확인하세요.";
const TENANTED_EN: &str = "Use the endpoint of the tenant instead of /common.";
const TENANTED_KO: &str = "/common 대신 테넌트의 엔드포인트를 사용하세요.";

pub(super) const INTERNAL: Entry =
    row(50000, "TokenIssuanceError", Wire::both(OAuthError::ServerError).status(500))
        .en("There was an error issuing a token or an issue with the sign-in service.", LATER_EN, OPERATOR_EN)
        .ko("토큰을 발급하는 중 오류가 발생했거나 로그인 서비스에 문제가 있습니다.", LATER_KO, OPERATOR_KO);

pub(super) const ROWS: &[Entry] = &[
    row(28000, "", INVALID_SCOPE)
        .en("Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.", DEVELOPER_EN, "Ask for the scopes of one resource at a time.")
        .ko("입력 매개 변수 scope에 제공된 값에 둘 이상의 리소스가 있어 올바르지 않습니다. 범위 {scope}이(가) 올바르지 않습니다.", DEVELOPER_KO, "한 번에 한 리소스의 범위만 요청하세요."),
    row(28002, "", INVALID_SCOPE)
        .en("Provided value for the input parameter scope '{scope}' is not valid when requesting an access token. Please specify a valid scope.", DEVELOPER_EN, SCOPES_EN)
        .ko("액세스 토큰을 요청할 때 입력 매개 변수 scope에 제공된 값 '{scope}'이(가) 올바르지 않습니다. 올바른 범위를 지정하세요.", DEVELOPER_KO, SCOPES_KO),
    row(28003, "", INVALID_SCOPE)
        .en("Provided value for the input parameter scope cannot be empty when requesting an access token using the provided authorization code. Please specify a valid scope.", DEVELOPER_EN, SCOPES_EN)
        .ko("제공된 인증 코드로 액세스 토큰을 요청할 때 입력 매개 변수 scope는 비어 있을 수 없습니다. 올바른 범위를 지정하세요.", DEVELOPER_KO, SCOPES_KO),
    INTERNAL,
    row(50001, "InvalidResource", INVALID_RESOURCE)
        .en("The resource '{resource}' is disabled or does not exist.", DEVELOPER_EN, "Check the spelling of the resource, and that it is enabled in the tenant.")
        .ko("리소스 '{resource}'을(를) 사용할 수 없거나 존재하지 않습니다.", DEVELOPER_KO, "리소스의 철자와 테넌트에서 사용 가능한지 확인하세요."),
    row(50003, "MissingSigningKey", Wire::both(OAuthError::ServerError).status(500))
        .en("The sign-in failed because a signing key is missing.", LATER_EN, OPERATOR_EN)
        .ko("서명 키가 없어 로그인에 실패했습니다.", LATER_KO, OPERATOR_KO),
    row(50049, "NoSuchInstanceForDiscovery", Wire::both(OAuthError::InvalidInstance))
        .en("Unknown or invalid instance.", DEVELOPER_EN, "Check the host name in the application's authority, or switch its instance discovery off.")
        .ko("알 수 없거나 잘못된 인스턴스입니다.", DEVELOPER_KO, "응용 프로그램의 인증 기관 주소에 있는 호스트 이름을 확인하거나 인스턴스 검색을 끄세요."),
    row(50050, "MalformedDiscoveryRequest", INVALID_REQUEST)
        .en("The discovery request is malformed. {detail}", DEVELOPER_EN, "Check the address that the application asks.")
        .ko("검색 요청의 형식이 잘못되었습니다. {detail}", DEVELOPER_KO, "응용 프로그램이 요청하는 주소를 확인하세요."),
    row(50107, "InvalidRealmUri", INVALID_REQUEST)
        .en("The requested federation realm does not exist.", DEVELOPER_EN, "Check the realm that the application asks for.")
        .ko("요청한 페더레이션 영역이 없습니다.", DEVELOPER_KO, "응용 프로그램이 요청하는 영역을 확인하세요."),
    row(50147, "MissingCodeChallenge", INVALID_REQUEST)
        .en("The code_challenge parameter is missing: this client has to use Proof Key for Code Exchange with the method S256.", DEVELOPER_EN, "Update the application or its library to one that sends a code challenge.")
        .ko("code_challenge 매개 변수가 없습니다. 이 클라이언트는 S256 방식의 PKCE를 사용해야 합니다.", DEVELOPER_KO, "응용 프로그램이나 라이브러리를 코드 챌린지를 보내는 것으로 업데이트하세요."),
    row(51000, "RequiredFeatureNotEnabled", INVALID_REQUEST)
        .en("The feature is disabled.", "Ask your administrator for help.", "Enable the feature for the tenant.")
        .ko("해당 기능을 사용할 수 없습니다.", "관리자에게 도움을 요청하세요.", "테넌트에 대해 기능을 사용하도록 설정하세요."),
    row(70003, "UnsupportedGrantType", Wire::both(OAuthError::UnsupportedGrantType))
        .en("The application requested an unsupported grant type '{grantType}'.", DEVELOPER_EN, "The discovery document lists the supported grants.")
        .ko("응용 프로그램이 지원되지 않는 권한 부여 유형 '{grantType}'을(를) 요청했습니다.", DEVELOPER_KO, "지원되는 권한 부여는 검색 문서에 나열되어 있습니다."),
    row(70004, "InvalidRedirectUri", INVALID_REQUEST.page())
        .en("The redirect URI in the request is not acceptable. {detail}", DEVELOPER_EN, "Use an https address without a fragment, or a loopback address for a native application.")
        .ko("요청에 있는 리디렉션 URI를 사용할 수 없습니다. {detail}", DEVELOPER_KO, "조각이 없는 https 주소를 사용하거나, 네이티브 응용 프로그램이라면 루프백 주소를 사용하세요."),
    row(70005, "UnsupportedResponseType", Wire::both(OAuthError::UnsupportedResponseType))
        .en("The response type '{responseType}' is not supported. Use 'code', or 'id_token' or 'code id_token' with the scope openid.", DEVELOPER_EN, "Use the authorization code flow with Proof Key for Code Exchange.")
        .ko("응답 유형 '{responseType}'은(는) 지원되지 않습니다. 'code'를 사용하거나, openid 범위와 함께 'id_token' 또는 'code id_token'을 사용하세요.", DEVELOPER_KO, "PKCE를 사용하는 인증 코드 흐름을 사용하세요."),
    row(70007, "UnsupportedResponseMode", INVALID_REQUEST)
        .en("The response mode '{responseMode}' is not supported for this response type.", DEVELOPER_EN, "Use query for codes, and fragment or form_post for id tokens.")
        .ko("응답 모드 '{responseMode}'은(는) 이 응답 유형에 지원되지 않습니다.", DEVELOPER_KO, "코드에는 query, ID 토큰에는 fragment 또는 form_post를 사용하세요."),
    row(70011, "InvalidScope", INVALID_SCOPE)
        .en("The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.", DEVELOPER_EN, SCOPES_EN)
        .ko("입력 매개 변수 'scope'에 제공된 값이 올바르지 않습니다. 범위 {scope}이(가) 올바르지 않습니다.", DEVELOPER_KO, SCOPES_KO),
    row(75011, "NoMatchedAuthnContextInOutputClaims", INVALID_REQUEST.page())
        .en("The way the user signed in does not match the authentication method that the application asked for.", "Sign in again with the method that the application needs.", "Check the authentication context that the application asks for.")
        .ko("사용자의 로그인 방법이 응용 프로그램이 요청한 인증 방법과 일치하지 않습니다.", "응용 프로그램에 필요한 방법으로 다시 로그인하세요.", "응용 프로그램이 요청하는 인증 컨텍스트를 확인하세요."),
    row(90002, "InvalidTenantName", Wire::split(OAuthError::InvalidTenant, OAuthError::InvalidRequest).page())
        .en("Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.", DEVELOPER_EN, "Use the tenant's ID or one of its verified domains.")
        .ko("테넌트 '{tenant}'을(를) 찾을 수 없습니다. 테넌트 ID가 올바르고 올바른 클라우드에 로그인하는지 확인하세요.", DEVELOPER_KO, "테넌트 ID 또는 확인된 도메인 중 하나를 사용하세요."),
    row(90006, "ExternalServerRetryableError", UNAVAILABLE)
        .en("The service is temporarily unavailable.", LATER_EN, OPERATOR_EN)
        .ko("서비스를 일시적으로 사용할 수 없습니다.", LATER_KO, OPERATOR_KO),
    row(90012, "RequestTimeout", UNAVAILABLE)
        .en("The request has timed out.", LATER_EN, OPERATOR_EN)
        .ko("요청 시간이 초과되었습니다.", LATER_KO, OPERATOR_KO),
    row(90013, "InvalidUserInput", INVALID_REQUEST.page())
        .en("The input is not valid. {detail}", "Check what you typed and try again.", "Nothing to do.")
        .ko("입력이 올바르지 않습니다. {detail}", "입력한 내용을 확인하고 다시 시도하세요.", "조치가 필요하지 않습니다."),
    row(90014, "MissingRequiredField", INVALID_REQUEST)
        .en("The required field '{name}' is missing from the credential.", DEVELOPER_EN, "Check the parameters that the application sends.")
        .ko("자격 증명에 필수 필드 '{name}'이(가) 없습니다.", DEVELOPER_KO, "응용 프로그램이 보내는 매개 변수를 확인하세요."),
    row(90015, "QueryStringTooLong", INVALID_REQUEST)
        .en("The request is too long. {detail}", DEVELOPER_EN, "Shorten the state, the scopes or the claims that the application sends.")
        .ko("요청이 너무 깁니다. {detail}", DEVELOPER_KO, "응용 프로그램이 보내는 state, 범위, 클레임을 줄이세요."),
    row(90019, "MissingTenantRealm", INVALID_REQUEST.page())
        .en("The tenant could not be determined from the request.", DEVELOPER_EN, "Put the tenant's ID or a verified domain into the application's authority.")
        .ko("요청에서 테넌트를 확인할 수 없습니다.", DEVELOPER_KO, "응용 프로그램의 인증 기관 주소에 테넌트 ID 또는 확인된 도메인을 넣으세요."),
    row(90023, "InvalidRequest", INVALID_REQUEST)
        .en("The authentication service request is not valid. {detail}", DEVELOPER_EN, "Correct the parameter that the message names.")
        .ko("인증 서비스 요청이 올바르지 않습니다. {detail}", DEVELOPER_KO, "메시지에 나온 매개 변수를 바로잡으세요."),
    row(90024, "RequestBudgetExceededError", UNAVAILABLE)
        .en("A passing fault occurred: the request took more steps than allowed.", LATER_EN, OPERATOR_EN)
        .ko("일시적인 오류입니다. 요청이 허용된 단계보다 많은 단계를 거쳤습니다.", LATER_KO, OPERATOR_KO),
    row(90033, "MsodsServiceUnavailable", UNAVAILABLE)
        .en("The directory service is not available now.", LATER_EN, OPERATOR_EN)
        .ko("지금은 디렉터리 서비스를 사용할 수 없습니다.", LATER_KO, OPERATOR_KO),
    row(90055, "TenantThrottlingError", UNAVAILABLE.status(429))
        .en("There are too many incoming requests. Try again after the time that the Retry-After header tells.", "Wait a moment and try again.", "Let applications cache their tokens; the sign-in log shows where the requests come from.")
        .ko("들어오는 요청이 너무 많습니다. Retry-After 헤더가 알려 주는 시간이 지난 뒤 다시 시도하세요.", "잠시 기다린 뒤 다시 시도하세요.", "응용 프로그램이 토큰을 캐시하게 하세요. 요청의 출처는 로그인 로그에서 볼 수 있습니다."),
    row(90056, "BadResourceRequest", INVALID_REQUEST)
        .en("A code is redeemed by a POST request to the token endpoint.", DEVELOPER_EN, "Check both endpoints that the application uses.")
        .ko("코드는 토큰 엔드포인트에 대한 POST 요청으로 사용합니다.", DEVELOPER_KO, "응용 프로그램이 사용하는 두 엔드포인트를 확인하세요."),
    row(90124, "V1ResourceV2GlobalEndpointNotSupported", INVALID_REQUEST)
        .en("The resource '{resource}' is not supported over the /common endpoint.", DEVELOPER_EN, TENANTED_EN)
        .ko("리소스 '{resource}'은(는) /common 엔드포인트에서 지원되지 않습니다.", DEVELOPER_KO, TENANTED_KO),
    row(90130, "NonConvergedAppV2GlobalEndpointNotSupported", INVALID_REQUEST.page())
        .en("The application '{appId}' is not supported over the /common endpoint.", DEVELOPER_EN, TENANTED_EN)
        .ko("응용 프로그램 '{appId}'은(는) /common 엔드포인트에서 지원되지 않습니다.", DEVELOPER_KO, TENANTED_KO),
    row(500_011, "InvalidResourceServicePrincipalNotFound", INVALID_RESOURCE)
        .en(
            "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
            DEVELOPER_EN,
            "Install the resource's application in the tenant, or correct the resource in the request.",
        )
        .ko(
            "이름이 {resource}인 리소스 주체를 이름이 {tenant}인 테넌트에서 찾을 수 없습니다. 테넌트 관리자가 응용 프로그램을 설치하지 않았거나 테넌트의 어떤 사용자도 동의하지 않았을 수 있습니다. 인증 요청을 잘못된 테넌트로 보냈을 수도 있습니다.",
            DEVELOPER_KO,
            "리소스의 응용 프로그램을 테넌트에 설치하거나 요청의 리소스를 바로잡으세요.",
        ),
    row(501_491, "InvalidCodeChallengeMethodInvalidSize", INVALID_REQUEST)
        .en("Invalid size or characters of the Code_Challenge parameter.", DEVELOPER_EN, "A challenge of the method S256 is 43 characters of base64url.")
        .ko("Code_Challenge 매개 변수의 크기 또는 문자가 올바르지 않습니다.", DEVELOPER_KO, "S256 방식의 챌린지는 base64url 문자 43개입니다."),
    row(700_022, "InvalidMultipleResourcesScope", INVALID_SCOPE)
        .en("The provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.", DEVELOPER_EN, "Ask for the scopes of one resource at a time.")
        .ko("입력 매개 변수 scope에 제공된 값에 둘 이상의 리소스가 있어 올바르지 않습니다. 범위 {scope}이(가) 올바르지 않습니다.", DEVELOPER_KO, "한 번에 한 리소스의 범위만 요청하세요."),
    row(700_023, "InvalidResourcelessScope", INVALID_SCOPE)
        .en("The provided value for the input parameter scope is not valid when requesting an access token: it names no resource. Scope {scope} is not valid.", DEVELOPER_EN, SCOPES_EN)
        .ko("액세스 토큰을 요청할 때 입력 매개 변수 scope에 제공된 값에 리소스가 없어 올바르지 않습니다. 범위 {scope}이(가) 올바르지 않습니다.", DEVELOPER_KO, SCOPES_KO),
    row(700_054, "", Wire::both(OAuthError::UnsupportedResponseType))
        .en("The response_type 'id_token' is not enabled for the application.", DEVELOPER_EN, "Enable id tokens for the authorization endpoint in the application's registration, or use the code flow.")
        .ko("이 응용 프로그램에는 response_type 'id_token'을 사용할 수 없습니다.", DEVELOPER_KO, "응용 프로그램 등록에서 권한 부여 엔드포인트의 ID 토큰을 사용하도록 설정하거나 코드 흐름을 사용하세요."),
    row(900_144, "", INVALID_REQUEST)
        .en("The request body must contain the following parameter: '{name}'.", DEVELOPER_EN, "Check the parameters that the application sends.")
        .ko("요청 본문에 '{name}' 매개 변수가 있어야 합니다.", DEVELOPER_KO, "응용 프로그램이 보내는 매개 변수를 확인하세요."),
    row(900_561, "BadResourceRequestInvalidRequest", INVALID_REQUEST.status(405).page())
        .en("The endpoint does not answer requests of this method.", "Do not use the Back button of the browser here; start again from the application.", "Check the HTTP method that the application uses.")
        .ko("이 엔드포인트는 이 메서드의 요청에 응답하지 않습니다.", "여기서는 브라우저의 뒤로 단추를 사용하지 말고 응용 프로그램에서 다시 시작하세요.", "응용 프로그램이 사용하는 HTTP 메서드를 확인하세요."),
    row(901_002, "", INVALID_REQUEST)
        .en("The 'resource' request parameter is not supported.", DEVELOPER_EN, "Version 2 endpoints take scopes: send the resource followed by /.default as scope.")
        .ko("'resource' 요청 매개 변수는 지원되지 않습니다.", DEVELOPER_KO, "버전 2 엔드포인트는 범위를 사용합니다. 리소스 뒤에 /.default를 붙여 scope로 보내세요."),
    row(1_002_012, "", INVALID_SCOPE)
        .en("The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", DEVELOPER_EN, "Send the resource followed by /.default as the only scope.")
        .ko("scope에 제공된 값 {scope}이(가) 올바르지 않습니다. 클라이언트 자격 증명 흐름에는 리소스 식별자(응용 프로그램 ID URI) 뒤에 /.default가 붙은 범위 값이 있어야 합니다.", DEVELOPER_KO, "리소스 뒤에 /.default를 붙여 유일한 범위로 보내세요."),
    row(9_001_023, "", INVALID_REQUEST)
        .en("The grant type is not supported over the /common or /consumers endpoints. Please use the tenant-specific endpoint.", DEVELOPER_EN, TENANTED_EN)
        .ko("이 권한 부여 유형은 /common 또는 /consumers 엔드포인트에서 지원되지 않습니다. 테넌트별 엔드포인트를 사용하세요.", DEVELOPER_KO, TENANTED_KO),
    row(9_002_313, "InvalidRequest", INVALID_REQUEST)
        .en("Invalid request. Request is malformed or invalid. {detail}", DEVELOPER_EN, "Check how the application builds its request.")
        .ko("잘못된 요청입니다. 요청의 형식이 잘못되었거나 올바르지 않습니다. {detail}", DEVELOPER_KO, "응용 프로그램이 요청을 만드는 방법을 확인하세요."),
    row(9_002_341, "", INVALID_GRANT)
        .en("The user is required to permit single sign-on.", "Sign in interactively and permit it.", "Nothing to do.")
        .ko("사용자가 Single Sign-On을 허용해야 합니다.", "대화형으로 로그인하여 허용하세요.", "조치가 필요하지 않습니다."),
];
