//! People: accounts, passwords, second factors, devices, sessions.

use super::{
    ACCESS_DENIED, Entry, INTERACTION, INVALID_GRANT, INVALID_REQUEST, OAuthError, STEP_UP, Suberror,
    UNAVAILABLE, Wire, row,
};

const ASK_ADMIN_EN: &str = "Ask your administrator for help.";
const ASK_ADMIN_KO: &str = "관리자에게 도움을 요청하세요.";
const LOG_EN: &str = "Look up the sign-in by its correlation ID in the sign-in log.";
const LOG_KO: &str = "로그인 로그에서 상관 관계 ID로 해당 로그인을 확인하세요.";
const AGAIN_EN: &str = "Sign in again.";
const AGAIN_KO: &str = "다시 로그인하세요.";
const NO_ACTION_EN: &str = "Nothing to do: this is a normal step of a sign-in.";
const NO_ACTION_KO: &str = "조치가 필요하지 않습니다. 로그인의 정상적인 단계입니다.";

pub(super) const ROWS: &[Entry] = &[
    row(16000, "InteractionRequired", INTERACTION)
        .en(
            "The user account does not exist in the tenant, or several accounts are signed in and one has to be chosen.",
            "Choose an account that belongs to this organization, or sign out and sign in with another one.",
            "Invite the account as a guest, or send the request to the tenant the account lives in.",
        )
        .ko(
            "사용자 계정이 테넌트에 없거나, 여러 계정이 로그인되어 있어 하나를 선택해야 합니다.",
            "이 조직에 속한 계정을 선택하거나, 로그아웃한 뒤 다른 계정으로 로그인하세요.",
            "계정을 게스트로 초대하거나, 계정이 속한 테넌트로 요청을 보내세요.",
        ),
    row(16001, "UserAccountSelectionInvalid", INTERACTION.page())
        .en("The account that was chosen cannot be used for this sign-in.", "Choose another account.", LOG_EN)
        .ko("선택한 계정은 이 로그인에 사용할 수 없습니다.", "다른 계정을 선택하세요.", LOG_KO),
    row(16002, "AppSessionSelectionInvalid", INVALID_REQUEST)
        .en(
            "The application asked for a session (sid) that does not exist in this browser.",
            AGAIN_EN,
            "Do not send the sid parameter of a session that ended; send a login hint in its place.",
        )
        .ko(
            "응용 프로그램이 요청한 세션(sid)이 이 브라우저에 없습니다.",
            AGAIN_KO,
            "끝난 세션의 sid 매개 변수 대신 로그인 힌트를 보내세요.",
        ),
    row(16003, "SsoUserAccountNotFoundInResourceTenant", INVALID_GRANT.page())
        .en(
            "The signed-in account has not been added to the tenant {tenant}.",
            "Ask an administrator of that organization to invite you.",
            "Invite the account as a guest of the tenant.",
        )
        .ko(
            "로그인한 계정이 테넌트 {tenant}에 추가되지 않았습니다.",
            "해당 조직의 관리자에게 초대를 요청하세요.",
            "계정을 테넌트의 게스트로 초대하세요.",
        ),
    row(50014, "GuestUserInPendingState", INVALID_GRANT)
        .en(
            "The guest account {upn} has not accepted its invitation to the tenant {tenant}.",
            "Open the invitation you received and accept it, then sign in again.",
            "Send the invitation again, or check that it went to the right address.",
        )
        .ko(
            "게스트 계정 {upn}이(가) 테넌트 {tenant}의 초대를 아직 수락하지 않았습니다.",
            "받은 초대를 열어 수락한 다음 다시 로그인하세요.",
            "초대를 다시 보내거나 올바른 주소로 보냈는지 확인하세요.",
        ),
    row(50020, "UserUnauthorized", INVALID_GRANT.page())
        .en(
            "The user account {upn} does not exist in the tenant {tenant} and cannot access the application '{appId}' ({appName}) there. The account has to be added to the tenant as a guest first.",
            "Sign out and sign in with an account of this organization, or ask to be invited.",
            "Invite the account as a guest of the tenant, or correct the tenant in the application's authority.",
        )
        .ko(
            "사용자 계정 {upn}은(는) 테넌트 {tenant}에 없으므로 해당 테넌트의 응용 프로그램 '{appId}'({appName})에 액세스할 수 없습니다. 먼저 계정을 테넌트의 게스트로 추가해야 합니다.",
            "로그아웃한 뒤 이 조직의 계정으로 로그인하거나, 초대를 요청하세요.",
            "계정을 테넌트의 게스트로 초대하거나, 응용 프로그램에 설정된 테넌트를 바로잡으세요.",
        ),
    row(50034, "UserAccountNotFound", INVALID_GRANT)
        .en(
            "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
            "Check the spelling of your user name, and that it belongs to this organization.",
            "Create the user or invite the person as a guest; check that the application asks the right tenant.",
        )
        .ko(
            "사용자 계정이 디렉터리에 없습니다. 이 응용 프로그램에 로그인하려면 계정을 디렉터리에 추가해야 합니다.",
            "사용자 이름의 철자와 이 조직에 속한 이름인지 확인하세요.",
            "사용자를 만들거나 게스트로 초대하세요. 응용 프로그램이 올바른 테넌트를 요청하는지도 확인하세요.",
        ),
    row(50053, "IdsLocked", Wire::split(OAuthError::UnauthorizedClient, OAuthError::InvalidGrant))
        .en(
            "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
            "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you still have trouble, contact your administrator.",
            "Look in the sign-in log whether the attempts came from the user or from an attack; a password reset ends the lock.",
        )
        .ko(
            "잘못된 사용자 ID 또는 암호로 너무 많이 로그인을 시도하여 계정이 잠겼습니다.",
            "무단 사용을 막기 위해 계정이 일시적으로 잠겼습니다. 나중에 다시 시도하고, 문제가 계속되면 관리자에게 문의하세요.",
            "로그인 로그에서 시도가 사용자의 것인지 공격인지 확인하세요. 암호를 재설정하면 잠금이 풀립니다.",
        ),
    row(50055, "InvalidPasswordExpiredPassword", Wire::split(OAuthError::UserPasswordExpired, OAuthError::InvalidGrant).sub(Suberror::UserPasswordExpired))
        .en(
            "Password is expired.",
            "Sign in through a browser and set a new password.",
            "The user has to change the password once interactively; programs cannot do it for the user.",
        )
        .ko(
            "암호가 만료되었습니다.",
            "브라우저로 로그인하여 새 암호를 설정하세요.",
            "사용자가 대화형으로 암호를 한 번 변경해야 합니다. 프로그램이 대신할 수 없습니다.",
        ),
    row(50056, "", INVALID_GRANT)
        .en(
            "Invalid or missing password: password does not exist in the directory for this user.",
            "Sign in with another method, for example a passkey, or ask for a temporary access pass.",
            "Set a password for the user, or issue a temporary access pass.",
        )
        .ko(
            "암호가 잘못되었거나 없습니다. 이 사용자의 암호가 디렉터리에 없습니다.",
            "패스키 등 다른 방법으로 로그인하거나 임시 액세스 패스를 요청하세요.",
            "사용자의 암호를 설정하거나 임시 액세스 패스를 발급하세요.",
        ),
    row(50057, "UserDisabled", INVALID_GRANT)
        .en("The user account is disabled.", ASK_ADMIN_EN, "Enable the account, if it was disabled by mistake.")
        .ko("사용자 계정을 사용할 수 없습니다.", ASK_ADMIN_KO, "실수로 비활성화되었다면 계정을 다시 사용하도록 설정하세요."),
    row(50058, "UserInformationNotProvided", Wire::both(OAuthError::LoginRequired))
        .en(
            "A silent sign-in request was sent but no user is signed in. The cookies that represent the session were not sent with the request, or the session ended.",
            AGAIN_EN,
            "Fall back to an interactive request; check that the browser accepts the cookies of this site inside frames.",
        )
        .ko(
            "자동 로그인 요청을 보냈지만 로그인한 사용자가 없습니다. 세션을 나타내는 쿠키가 요청과 함께 전송되지 않았거나 세션이 끝났습니다.",
            AGAIN_KO,
            "대화형 요청으로 전환하세요. 브라우저가 프레임 안에서 이 사이트의 쿠키를 허용하는지도 확인하세요.",
        ),
    row(50059, "MissingTenantRealmAndNoUserInformationProvided", INVALID_REQUEST.page())
        .en(
            "No tenant could be found: neither the request nor the credentials in it name one.",
            "Enter your user name with its domain, for example name@contoso.com.",
            "Put the tenant's ID or a verified domain into the application's authority.",
        )
        .ko(
            "테넌트를 찾을 수 없습니다. 요청과 자격 증명 어디에도 테넌트가 나타나 있지 않습니다.",
            "name@contoso.com처럼 도메인을 포함하여 사용자 이름을 입력하세요.",
            "응용 프로그램의 인증 기관 주소에 테넌트 ID 또는 확인된 도메인을 넣으세요.",
        ),
    row(50061, "SignoutInvalidRequest", INVALID_REQUEST.page())
        .en("The sign-out request is not valid. {detail}", "Close the browser to be sure that you are signed out.", "Check the parameters of the sign-out request and the registered sign-out addresses.")
        .ko("로그아웃 요청이 올바르지 않습니다. {detail}", "확실히 로그아웃하려면 브라우저를 닫으세요.", "로그아웃 요청의 매개 변수와 등록된 로그아웃 주소를 확인하세요."),
    row(50064, "CredentialAuthenticationError", INVALID_GRANT)
        .en("The credentials could not be verified.", "Check what you typed and try again.", LOG_EN)
        .ko("자격 증명을 확인할 수 없습니다.", "입력한 내용을 확인하고 다시 시도하세요.", LOG_KO),
    row(50068, "SignoutInitiatorNotParticipant", INVALID_REQUEST.page())
        .en("The application that asked for the sign-out takes no part in this session.", "Sign out from the page of the application you use.", LOG_EN)
        .ko("로그아웃을 요청한 응용 프로그램이 이 세션에 참여하고 있지 않습니다.", "사용 중인 응용 프로그램의 페이지에서 로그아웃하세요.", LOG_KO),
    row(50072, "UserStrongAuthEnrollmentRequiredInterrupt", INTERACTION.sub(Suberror::BasicAction))
        .en(
            "The sign-in to '{resource}' was interrupted: you have to register for multi-factor authentication first.",
            "Go on and register a second factor, such as an authenticator app.",
            "Nothing to do, if multi-factor authentication is meant to be required of this user.",
        )
        .ko(
            "'{resource}'에 대한 로그인이 중단되었습니다. 먼저 다단계 인증을 등록해야 합니다.",
            "계속하여 인증 앱 같은 두 번째 단계를 등록하세요.",
            "이 사용자에게 다단계 인증을 요구하려는 것이라면 조치가 필요하지 않습니다.",
        ),
    row(50074, "UserStrongAuthClientAuthNRequiredInterrupt", INTERACTION.sub(Suberror::BasicAction))
        .en(
            "Strong authentication is required and the user did not pass the multi-factor challenge.",
            "Complete the second step of the sign-in.",
            NO_ACTION_EN,
        )
        .ko(
            "강력한 인증이 필요하지만 사용자가 다단계 인증을 통과하지 않았습니다.",
            "로그인의 두 번째 단계를 완료하세요.",
            NO_ACTION_KO,
        ),
    row(50076, "UserStrongAuthClientAuthNRequired", STEP_UP.sub(Suberror::BasicAction))
        .en(
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
            "Sign in interactively and complete the second step.",
            "The program has to sign the user in interactively once; automation should use the secure application model instead of a user name and password.",
        )
        .ko(
            "관리자가 구성을 변경했거나 새 위치로 이동했기 때문에 '{resource}'에 액세스하려면 다단계 인증을 사용해야 합니다.",
            "대화형으로 로그인하여 두 번째 단계를 완료하세요.",
            "프로그램이 사용자를 한 번 대화형으로 로그인시켜야 합니다. 자동화에는 사용자 이름과 암호 대신 보안 응용 프로그램 모델을 사용하세요.",
        ),
    row(50078, "UserStrongAuthExpired", INVALID_GRANT.sub(Suberror::BasicAction))
        .en(
            "The multi-factor authentication of this sign-in has expired under your organization's policies. You must repeat it to access '{resource}'.",
            "Sign in again and complete the second step.",
            "Check the sign-in frequency that your policies set.",
        )
        .ko(
            "조직의 정책에 따라 이 로그인의 다단계 인증이 만료되었습니다. '{resource}'에 액세스하려면 다시 인증해야 합니다.",
            "다시 로그인하여 두 번째 단계를 완료하세요.",
            "정책에 설정된 로그인 빈도를 확인하세요.",
        ),
    row(50079, "UserStrongAuthEnrollmentRequired", STEP_UP.sub(Suberror::BasicAction))
        .en(
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
            "Sign in through a browser and register a second factor.",
            "The user has to register a second factor interactively; issue a temporary access pass, if a first proof is missing.",
        )
        .ko(
            "관리자가 구성을 변경했거나 새 위치로 이동했기 때문에 '{resource}'에 액세스하려면 다단계 인증에 등록해야 합니다.",
            "브라우저로 로그인하여 두 번째 단계를 등록하세요.",
            "사용자가 대화형으로 두 번째 단계를 등록해야 합니다. 첫 증명이 없으면 임시 액세스 패스를 발급하세요.",
        ),
    row(50085, "", INVALID_GRANT)
        .en("The refresh token needs a new sign-in at the person's own identity provider.", AGAIN_EN, LOG_EN)
        .ko("새로 고침 토큰을 사용하려면 본인의 ID 공급자에서 다시 로그인해야 합니다.", AGAIN_KO, LOG_KO),
    row(50086, "SasNonRetryableError", INVALID_GRANT)
        .en("The second factor could not be checked, and trying again will not help.", "Use another second factor, or ask your administrator.", LOG_EN)
        .ko("두 번째 단계를 확인할 수 없으며 다시 시도해도 소용이 없습니다.", "다른 두 번째 단계를 사용하거나 관리자에게 문의하세요.", LOG_KO),
    row(50087, "SasRetryableError", UNAVAILABLE)
        .en("A passing fault occurred while asking for the second factor. Please try again.", "Try again in a moment.", "If it lasts, check the delivery of text messages and notifications.")
        .ko("두 번째 단계를 요청하는 중 일시적인 오류가 발생했습니다. 다시 시도하세요.", "잠시 후 다시 시도하세요.", "계속되면 문자 메시지와 알림의 전송 상태를 확인하세요."),
    row(50088, "", UNAVAILABLE.status(429))
        .en("The limit of text messages or calls for multi-factor authentication is reached. Please try again in a few minutes.", "Wait some minutes, or use an authenticator app.", "Look for an attack on this user, and move users from text messages to an app or passkeys.")
        .ko("다단계 인증에 사용할 수 있는 문자 메시지 또는 통화 한도에 도달했습니다. 몇 분 후 다시 시도하세요.", "몇 분 기다리거나 인증 앱을 사용하세요.", "이 사용자에 대한 공격이 있는지 확인하고, 문자 메시지 대신 앱이나 패스키를 사용하게 하세요."),
    row(50089, "", INVALID_GRANT)
        .en("The sign-in took too long and its state has expired.", "Start again from the application.", NO_ACTION_EN)
        .ko("로그인에 시간이 너무 오래 걸려 상태가 만료되었습니다.", "응용 프로그램에서 다시 시작하세요.", NO_ACTION_KO),
    row(50097, "DeviceAuthenticationRequired", INTERACTION.sub(Suberror::DeviceAuthenticationFailed))
        .en("Device authentication is required.", "Use a device that your organization manages.", "Register the device, or exclude this application from the policy.")
        .ko("장치 인증이 필요합니다.", "조직에서 관리하는 장치를 사용하세요.", "장치를 등록하거나 이 응용 프로그램을 정책에서 제외하세요."),
    row(50105, "EntitlementGrantsNotFound", ACCESS_DENIED.page())
        .en(
            "The signed-in user {upn} is not assigned to a role of the application '{appId}' ({appName}).",
            "Ask your administrator to assign the application to you.",
            "Assign the user or one of the user's groups to the application, or switch off its assignment requirement.",
        )
        .ko(
            "로그인한 사용자 {upn}이(가) 응용 프로그램 '{appId}'({appName})의 역할에 할당되지 않았습니다.",
            "관리자에게 응용 프로그램 할당을 요청하세요.",
            "사용자 또는 사용자의 그룹을 응용 프로그램에 할당하거나, 할당 요구를 해제하세요.",
        ),
    row(50125, "PasswordResetRegistrationRequiredInterrupt", INTERACTION.log())
        .en("The sign-in was interrupted to reset a password or to register recovery information.", "Go on with the registration.", NO_ACTION_EN)
        .ko("암호를 재설정하거나 복구 정보를 등록하기 위해 로그인이 중단되었습니다.", "등록을 계속하세요.", NO_ACTION_KO),
    row(50126, "InvalidUserNameOrPassword", INVALID_GRANT)
        .en(
            "Error validating credentials due to invalid username or password.",
            "Check your user name and password, and that Caps Lock is off. Reset the password, if you forgot it.",
            "Some of these are normal. Many, for one user or from one address, are an attack.",
        )
        .ko(
            "사용자 이름 또는 암호가 잘못되어 자격 증명을 확인하지 못했습니다.",
            "사용자 이름과 암호, Caps Lock 상태를 확인하세요. 암호를 잊었다면 재설정하세요.",
            "어느 정도는 정상입니다. 한 사용자 또는 한 주소에서 많이 발생하면 공격입니다.",
        ),
    row(50128, "", INVALID_REQUEST.page())
        .en(
            "The domain name {domain} is not known here: neither the request nor the user name leads to a tenant.",
            "Check the part of your user name after the @ sign.",
            "Add the domain to the tenant and verify it.",
        )
        .ko(
            "도메인 이름 {domain}을(를) 알 수 없습니다. 요청이나 사용자 이름으로 테넌트를 찾을 수 없습니다.",
            "사용자 이름에서 @ 뒤의 부분을 확인하세요.",
            "도메인을 테넌트에 추가하고 확인하세요.",
        ),
    row(50129, "DeviceIsNotWorkplaceJoined", INTERACTION.sub(Suberror::AdditionalAction))
        .en("The device has to be registered with the organization first.", "Register your device, then sign in again.", "Tell the user how to register the device.")
        .ko("먼저 장치를 조직에 등록해야 합니다.", "장치를 등록한 다음 다시 로그인하세요.", "사용자에게 장치 등록 방법을 안내하세요."),
    row(50132, "SsoArtifactInvalidOrExpired", INVALID_GRANT)
        .en("The session is not valid any more, because the password expired or was changed recently.", AGAIN_EN, NO_ACTION_EN)
        .ko("암호가 만료되었거나 최근에 변경되어 세션이 더 이상 유효하지 않습니다.", AGAIN_KO, NO_ACTION_KO),
    row(50133, "SsoArtifactRevoked", INVALID_GRANT)
        .en("The session was revoked, because the password was changed or the sessions of the user were ended.", AGAIN_EN, NO_ACTION_EN)
        .ko("암호가 변경되었거나 사용자의 세션이 종료되어 세션이 해지되었습니다.", AGAIN_KO, NO_ACTION_KO),
    row(50135, "PasswordChangeCompromisedPassword", INTERACTION.sub(Suberror::BasicAction))
        .en(
            "A password change is required because the account is at risk.",
            "Sign in through a browser and set a new password.",
            "Check the risk detections of the user before you dismiss the risk.",
        )
        .ko(
            "계정이 위험한 상태이므로 암호를 변경해야 합니다.",
            "브라우저로 로그인하여 새 암호를 설정하세요.",
            "위험을 해제하기 전에 사용자의 위험 탐지를 확인하세요.",
        ),
    row(50140, "KmsiInterrupt", INTERACTION.log())
        .en("The sign-in was interrupted by the question whether to stay signed in.", "Answer the question to go on.", NO_ACTION_EN)
        .ko("로그인 상태를 유지할지 묻는 단계에서 로그인이 중단되었습니다.", "계속하려면 질문에 답하세요.", NO_ACTION_KO),
    row(50144, "InvalidPasswordExpiredOnPremPassword", INVALID_GRANT)
        .en("The password of the user's on-premises account has expired.", "Change your password, then sign in again.", "Set a new password in the on-premises directory.")
        .ko("사용자의 온-프레미스 계정 암호가 만료되었습니다.", "암호를 변경한 다음 다시 로그인하세요.", "온-프레미스 디렉터리에서 새 암호를 설정하세요."),
    row(50155, "DeviceAuthenticationFailed", INVALID_GRANT.sub(Suberror::DeviceAuthenticationFailed))
        .en("The device could not be authenticated for this user.", "Use another device, or register this one again.", "Check whether the device is registered and enabled.")
        .ko("이 사용자에 대해 장치를 인증할 수 없습니다.", "다른 장치를 사용하거나 이 장치를 다시 등록하세요.", "장치가 등록되어 있고 사용 가능한지 확인하세요."),
    row(50158, "ExternalSecurityChallenge", INTERACTION.sub(Suberror::BasicAction))
        .en("An external security challenge was not satisfied.", "Sign in again and complete the additional step.", "Check the external control that the policy asks for.")
        .ko("외부 보안 확인을 통과하지 못했습니다.", "다시 로그인하여 추가 단계를 완료하세요.", "정책이 요구하는 외부 컨트롤을 확인하세요."),
    row(50173, "FreshTokenNeeded", INVALID_GRANT)
        .en(
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
            AGAIN_EN,
            "Expected after a password change or when somebody revoked the sessions of the user.",
        )
        .ko(
            "제공된 권한 부여가 해지되어 만료되었으므로 새 인증 토큰이 필요합니다. 사용자가 암호를 변경하거나 재설정했을 수 있습니다. 권한 부여는 '{issued}'에 발급되었고, 이 사용자의 토큰은 '{validFrom}' 이후에 발급된 것만 유효합니다.",
            AGAIN_KO,
            "암호를 변경했거나 누군가 사용자의 세션을 해지했다면 정상입니다.",
        ),
    row(50177, "ExternalChallengeNotSupportedForPassthroughUsers", ACCESS_DENIED)
        .en("The external challenge that the policy asks for is not supported for accounts of other organizations.", ASK_ADMIN_EN, "Exclude external accounts from the policy, or use another control.")
        .ko("정책이 요구하는 외부 확인은 다른 조직의 계정에 지원되지 않습니다.", ASK_ADMIN_KO, "외부 계정을 정책에서 제외하거나 다른 컨트롤을 사용하세요."),
    row(50178, "SessionControlNotSupportedForPassthroughUsers", ACCESS_DENIED)
        .en("The session control that the policy asks for is not supported for accounts of other organizations.", ASK_ADMIN_EN, "Exclude external accounts from the policy, or use another control.")
        .ko("정책이 요구하는 세션 컨트롤은 다른 조직의 계정에 지원되지 않습니다.", ASK_ADMIN_KO, "외부 계정을 정책에서 제외하거나 다른 컨트롤을 사용하세요."),
    row(50187, "DeviceInformationNotProvided", INVALID_GRANT.sub(Suberror::DeviceAuthenticationFailed))
        .en("The service could not authenticate the device: it sent no information about itself.", "Use a device that your organization manages.", LOG_EN)
        .ko("장치가 자신에 대한 정보를 보내지 않아 서비스가 장치를 인증하지 못했습니다.", "조직에서 관리하는 장치를 사용하세요.", LOG_KO),
    row(50196, "LoopDetected", INVALID_GRANT)
        .en(
            "The server stopped this request because it met the same one from the same client too often in a short time.",
            "Close the application, wait some minutes and start it again.",
            "The application has to cache its tokens and must not repeat a request that failed.",
        )
        .ko(
            "같은 클라이언트에서 같은 요청이 짧은 시간에 너무 자주 와서 서버가 요청을 중단했습니다.",
            "응용 프로그램을 닫고 몇 분 기다린 다음 다시 시작하세요.",
            "응용 프로그램은 토큰을 캐시해야 하며 실패한 요청을 반복해서는 안 됩니다.",
        ),
    row(50197, "ConflictingIdentities", INVALID_GRANT)
        .en("The user could not be found.", AGAIN_EN, LOG_EN)
        .ko("사용자를 찾을 수 없습니다.", AGAIN_KO, LOG_KO),
    row(50199, "CmsiInterrupt", INTERACTION.log())
        .en("For security reasons, the user has to confirm that '{appName}' is the application to sign in to.", "Go on only if you started the sign-in yourself.", NO_ACTION_EN)
        .ko("보안을 위해 '{appName}'이(가) 로그인하려는 응용 프로그램인지 사용자가 확인해야 합니다.", "직접 로그인을 시작한 경우에만 계속하세요.", NO_ACTION_KO),
    row(51004, "UserAccountNotInDirectory", INVALID_GRANT)
        .en("The user account does not exist in the directory {tenant}.", ASK_ADMIN_EN, "Create the user or restore a deleted one; check that the application asks the right tenant.")
        .ko("사용자 계정이 디렉터리 {tenant}에 없습니다.", ASK_ADMIN_KO, "사용자를 만들거나 삭제된 사용자를 복원하세요. 응용 프로그램이 올바른 테넌트를 요청하는지도 확인하세요."),
    row(80001, "OnPremiseStoreIsNotAvailable", INVALID_GRANT)
        .en("The on-premises directory cannot be reached.", "Try again later.", "Check the authentication agents and their connection to the directory.")
        .ko("온-프레미스 디렉터리에 연결할 수 없습니다.", "나중에 다시 시도하세요.", "인증 에이전트와 디렉터리 연결을 확인하세요."),
    row(80002, "OnPremisePasswordValidatorRequestTimedout", INVALID_GRANT)
        .en("The password check at the on-premises directory timed out.", "Try again later.", "Check the authentication agents and their connection to the directory.")
        .ko("온-프레미스 디렉터리의 암호 확인 시간이 초과되었습니다.", "나중에 다시 시도하세요.", "인증 에이전트와 디렉터리 연결을 확인하세요."),
    row(80007, "OnPremisePasswordValidatorErrorOccurredOnPrem", INVALID_GRANT)
        .en("The authentication agent could not check the password.", "Try again later.", "Look in the log of the agent.")
        .ko("인증 에이전트가 암호를 확인할 수 없습니다.", "나중에 다시 시도하세요.", "에이전트의 로그를 확인하세요."),
    row(80014, "OnPremisePasswordValidationAuthenticationAgentTimeout", INVALID_GRANT)
        .en("The authentication agent answered after the allowed time.", "Try again later.", "Check the load of the authentication agents.")
        .ko("인증 에이전트가 허용된 시간이 지난 뒤에 응답했습니다.", "나중에 다시 시도하세요.", "인증 에이전트의 부하를 확인하세요."),
    row(90072, "PassThroughUserMfaError", INVALID_GRANT.page())
        .en(
            "The external account {upn} does not exist in the tenant {tenant}, so it cannot satisfy the multi-factor requirement there. Add the account to the tenant as a guest first.",
            "Sign in with another account, or ask to be invited.",
            "Invite the account as a guest of the tenant.",
        )
        .ko(
            "외부 계정 {upn}이(가) 테넌트 {tenant}에 없으므로 그곳의 다단계 인증 요구를 충족할 수 없습니다. 먼저 계정을 테넌트의 게스트로 추가하세요.",
            "다른 계정으로 로그인하거나 초대를 요청하세요.",
            "계정을 테넌트의 게스트로 초대하세요.",
        ),
    row(120_000, "PasswordChangeIncorrectCurrentPassword", INVALID_GRANT.page())
        .en("The current password is not correct.", "Enter the password you signed in with.", NO_ACTION_EN)
        .ko("현재 암호가 올바르지 않습니다.", "로그인에 사용한 암호를 입력하세요.", NO_ACTION_KO),
    row(120_002, "PasswordChangeInvalidNewPasswordWeak", INVALID_GRANT.page())
        .en("The new password does not meet the password policy: it is too weak.", "Choose a longer password that nobody can guess.", "The tenant's password policy sets the least length and the banned words.")
        .ko("새 암호가 너무 약하여 암호 정책을 충족하지 않습니다.", "아무도 추측할 수 없는 더 긴 암호를 선택하세요.", "최소 길이와 금지 단어는 테넌트의 암호 정책에서 정합니다."),
    row(120_003, "PasswordChangeInvalidNewPasswordContainsMemberName", INVALID_GRANT.page())
        .en("The new password contains your name.", "Choose a password without your name or user name.", NO_ACTION_EN)
        .ko("새 암호에 사용자의 이름이 들어 있습니다.", "이름이나 사용자 이름이 들어 있지 않은 암호를 선택하세요.", NO_ACTION_KO),
    row(120_018, "PasswordChangePasswordDoesnotComplyFuzzyPolicy", INVALID_GRANT.page())
        .en("The new password is too close to a word or pattern that is often guessed.", "Choose a password that is less common.", "The tenant's list of banned passwords can be extended.")
        .ko("새 암호가 자주 추측되는 단어나 패턴과 너무 비슷합니다.", "덜 흔한 암호를 선택하세요.", "테넌트의 금지 암호 목록을 늘릴 수 있습니다."),
    row(130_004, "NgcKeyNotFound", INVALID_GRANT.page())
        .en("The passkey is not registered for this user.", "Use another passkey or sign-in method.", "Look up the registered methods of the user.")
        .ko("이 사용자에게 등록된 패스키가 아닙니다.", "다른 패스키 또는 로그인 방법을 사용하세요.", "사용자에게 등록된 방법을 확인하세요."),
    row(130_005, "NgcInvalidSignature", INVALID_GRANT.page())
        .en("The signature of the passkey could not be verified.", "Try again, or use another sign-in method.", "Remove the passkey and register it again, if this lasts.")
        .ko("패스키의 서명을 확인할 수 없습니다.", "다시 시도하거나 다른 로그인 방법을 사용하세요.", "계속되면 패스키를 삭제하고 다시 등록하세요."),
    row(130_006, "NgcTransportKeyNotFound", INVALID_GRANT)
        .en("The transport key of the device is missing.", "Register the device again.", LOG_EN)
        .ko("장치의 전송 키가 없습니다.", "장치를 다시 등록하세요.", LOG_KO),
    row(130_007, "NgcDeviceIsDisabled", INVALID_GRANT)
        .en("The device that holds the key is disabled.", ASK_ADMIN_EN, "Enable the device, if it was disabled by mistake.")
        .ko("키를 보관한 장치를 사용할 수 없습니다.", ASK_ADMIN_KO, "실수로 비활성화되었다면 장치를 다시 사용하도록 설정하세요."),
    row(130_008, "NgcDeviceIsNotFound", INVALID_GRANT)
        .en("The device that holds the key was not found.", "Register the device again.", LOG_EN)
        .ko("키를 보관한 장치를 찾을 수 없습니다.", "장치를 다시 등록하세요.", LOG_KO),
    row(135_011, "", INVALID_GRANT)
        .en("The device used for this sign-in is disabled.", ASK_ADMIN_EN, "Enable the device, if it was disabled by mistake.")
        .ko("이 로그인에 사용된 장치를 사용할 수 없습니다.", ASK_ADMIN_KO, "실수로 비활성화되었다면 장치를 다시 사용하도록 설정하세요."),
    row(500_121, "", INVALID_GRANT.page())
        .en(
            "Authentication failed during the strong authentication request: the second factor was wrong, refused or not answered in time.",
            "Try the second step again. If you were asked without signing in yourself, refuse and report it.",
            "Repeated refusals by the user may be an attacker who knows the password: reset it.",
        )
        .ko(
            "강력한 인증 요청에 실패했습니다. 두 번째 단계가 잘못되었거나 거부되었거나 제시간에 응답되지 않았습니다.",
            "두 번째 단계를 다시 시도하세요. 직접 로그인하지 않았는데 요청을 받았다면 거부하고 신고하세요.",
            "사용자가 반복하여 거부한다면 공격자가 암호를 알고 있을 수 있으므로 암호를 재설정하세요.",
        ),
    row(500_208, "", INVALID_GRANT.page())
        .en("The domain {domain} cannot be used to sign in with this kind of account.", "Sign in with your work account.", "Check which domains of the tenant are verified.")
        .ko("도메인 {domain}은(는) 이 종류의 계정으로 로그인하는 데 사용할 수 없습니다.", "회사 계정으로 로그인하세요.", "테넌트에서 확인된 도메인을 점검하세요."),
];
