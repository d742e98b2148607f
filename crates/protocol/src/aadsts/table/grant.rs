//! Grants: authorization codes, refresh tokens, PKCE, the device flow.

use super::{Entry, INVALID_GRANT, INVALID_REQUEST, OAuthError, Suberror, Wire, row};

const AGAIN_EN: &str = "Sign in again.";
const AGAIN_KO: &str = "다시 로그인하세요.";
const EXPECTED_EN: &str = "Nothing to do: codes and tokens end as time passes.";
const EXPECTED_KO: &str = "조치가 필요하지 않습니다. 코드와 토큰은 시간이 지나면 끝납니다.";
const NEW_CODE_EN: &str = "Start again on your device to get a new code.";
const NEW_CODE_KO: &str = "장치에서 다시 시작하여 새 코드를 받으세요.";

pub(super) const ROWS: &[Entry] = &[
    row(54005, "", INVALID_GRANT)
        .en(
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
            AGAIN_EN,
            "A code works once. If the application did not redeem it twice, somebody else did: look in the sign-in log.",
        )
        .ko(
            "OAuth2 인증 코드가 이미 사용되었습니다. 유효한 새 코드로 다시 시도하거나 기존 새로 고침 토큰을 사용하세요.",
            AGAIN_KO,
            "코드는 한 번만 사용할 수 있습니다. 응용 프로그램이 두 번 사용하지 않았다면 다른 사람이 사용한 것이므로 로그인 로그를 확인하세요.",
        ),
    row(70000, "InvalidGrant", INVALID_GRANT.sub(Suberror::BadToken))
        .en("The provided grant is not valid: the code or refresh token is unknown, malformed, or was issued to another client.", AGAIN_EN, EXPECTED_EN)
        .ko("제공된 권한 부여가 올바르지 않습니다. 코드 또는 새로 고침 토큰을 알 수 없거나, 형식이 잘못되었거나, 다른 클라이언트에 발급된 것입니다.", AGAIN_KO, EXPECTED_KO),
    row(70008, "ExpiredOrRevokedGrant", INVALID_GRANT)
        .en("The provided authorization code or refresh token has expired. Send a new interactive authorization request.", AGAIN_EN, EXPECTED_EN)
        .ko("제공된 인증 코드 또는 새로 고침 토큰이 만료되었습니다. 새 대화형 권한 부여 요청을 보내세요.", AGAIN_KO, EXPECTED_KO),
    row(70016, "AuthorizationPending", Wire::both(OAuthError::AuthorizationPending))
        .en("OAuth 2.0 device flow error. Authorization is pending. Continue polling.", "Enter the code on the page shown on your device.", EXPECTED_EN)
        .ko("OAuth 2.0 장치 흐름 오류입니다. 권한 부여가 보류 중입니다. 계속 폴링하세요.", "장치에 표시된 페이지에서 코드를 입력하세요.", EXPECTED_KO),
    row(70017, "", Wire::both(OAuthError::AuthorizationDeclined))
        .en("OAuth 2.0 device flow error. The end user denied the authorization request.", NEW_CODE_EN, "Nothing to do: the person decided.")
        .ko("OAuth 2.0 장치 흐름 오류입니다. 최종 사용자가 권한 부여 요청을 거부했습니다.", NEW_CODE_KO, "조치가 필요하지 않습니다. 사용자가 결정했습니다."),
    row(70018, "BadVerificationCode", Wire::both(OAuthError::BadVerificationCode))
        .en("The verification code is not valid: it was typed wrongly, or the device code is unknown.", "Check the code on your device and enter it again.", EXPECTED_EN)
        .ko("확인 코드가 올바르지 않습니다. 잘못 입력했거나 알 수 없는 장치 코드입니다.", "장치에 표시된 코드를 확인하고 다시 입력하세요.", EXPECTED_KO),
    row(70019, "CodeExpired", Wire::split(OAuthError::CodeExpired, OAuthError::ExpiredToken).page())
        .en("The verification code has expired.", NEW_CODE_EN, EXPECTED_EN)
        .ko("확인 코드가 만료되었습니다.", NEW_CODE_KO, EXPECTED_KO),
    row(70020, "", Wire::split(OAuthError::CodeExpired, OAuthError::ExpiredToken))
        .en("The provided value for the input parameter 'device_code' is not valid. This device code has expired.", NEW_CODE_EN, EXPECTED_EN)
        .ko("입력 매개 변수 'device_code'에 제공된 값이 올바르지 않습니다. 이 장치 코드는 만료되었습니다.", NEW_CODE_KO, EXPECTED_KO),
    row(90119, "InvalidUserCode", INVALID_REQUEST.page())
        .en("The user code is empty.", "Enter the code that your device shows.", EXPECTED_EN)
        .ko("사용자 코드가 비어 있습니다.", "장치에 표시된 코드를 입력하세요.", EXPECTED_KO),
    row(90120, "InvalidDeviceFlowRequest", INVALID_REQUEST.page())
        .en("The request was already authorized or declined.", NEW_CODE_EN, EXPECTED_EN)
        .ko("요청이 이미 승인되었거나 거부되었습니다.", NEW_CODE_KO, EXPECTED_KO),
    row(501_481, "", INVALID_GRANT)
        .en(
            "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
            AGAIN_EN,
            "The application has to send the verifier that belongs to the challenge of the same request; otherwise somebody injected the code.",
        )
        .ko(
            "Code_Verifier가 권한 부여 요청에 제공된 code_challenge와 일치하지 않습니다.",
            AGAIN_KO,
            "응용 프로그램은 같은 요청의 챌린지에 해당하는 검증 값을 보내야 합니다. 그렇지 않다면 누군가 코드를 주입한 것입니다.",
        ),
    row(700_005, "InvalidGrantRedeemAgainstWrongTenant", INVALID_GRANT)
        .en("The provided authorization code is intended to be used against another tenant. Redeem it at the tenant where it was acquired.", AGAIN_EN, "Use the same authority for the authorization and the token request.")
        .ko("제공된 인증 코드는 다른 테넌트에 사용하기 위한 것입니다. 코드를 받은 테넌트에서 사용하세요.", AGAIN_KO, "권한 부여 요청과 토큰 요청에 같은 인증 기관 주소를 사용하세요."),
    row(700_082, "ExpiredOrRevokedGrantInactiveToken", INVALID_GRANT)
        .en(
            "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {inactive}.",
            AGAIN_EN,
            "A program that runs rarely has to use its refresh token at least once in 90 days; get a new one by consenting again.",
        )
        .ko(
            "비활성 상태로 인해 새로 고침 토큰이 만료되었습니다. 토큰은 {issued}에 발급되었으며 {inactive} 동안 비활성 상태였습니다.",
            AGAIN_KO,
            "드물게 실행되는 프로그램도 90일에 한 번 이상 새로 고침 토큰을 사용해야 합니다. 다시 동의하여 새 토큰을 받으세요.",
        ),
    row(700_084, "", INVALID_GRANT)
        .en(
            "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which cannot be extended. It is now expired and a new sign-in request must be sent by the SPA to the sign-in page. The token was issued on {issued}.",
            AGAIN_EN,
            EXPECTED_EN,
        )
        .ko(
            "새로 고침 토큰은 단일 페이지 앱(SPA)에 발급되었으므로 연장할 수 없는 {lifetime}의 고정 수명을 가집니다. 이제 만료되었으므로 SPA가 로그인 페이지로 새 로그인 요청을 보내야 합니다. 토큰은 {issued}에 발급되었습니다.",
            AGAIN_KO,
            EXPECTED_KO,
        ),
];
