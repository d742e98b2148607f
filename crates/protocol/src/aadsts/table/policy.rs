//! Policies: conditional access, security defaults, cross-tenant rules, risk.

use super::{ACCESS_DENIED, Entry, INTERACTION, INVALID_GRANT, STEP_UP, Suberror, row};

const ASK_ADMIN_EN: &str = "Ask your administrator for help and give the correlation ID.";
const ASK_ADMIN_KO: &str = "관리자에게 상관 관계 ID를 알리고 도움을 요청하세요.";
const APPLIED_EN: &str = "The sign-in log shows which policies applied to this request and why.";
const APPLIED_KO: &str = "로그인 로그에서 이 요청에 적용된 정책과 그 이유를 확인하세요.";

pub(super) const ROWS: &[Entry] = &[
    row(50002, "NotAllowedTenant", ACCESS_DENIED.page())
        .en("The sign-in failed because a proxy restricts access to this tenant.", ASK_ADMIN_EN, "Check the tenant restrictions of your proxy.")
        .ko("프록시가 이 테넌트에 대한 액세스를 제한하여 로그인에 실패했습니다.", ASK_ADMIN_KO, "프록시의 테넌트 제한을 확인하세요."),
    row(50005, "DevicePolicyError", INTERACTION.sub(Suberror::MessageOnly))
        .en("The platform of this device is not supported by the conditional access policy.", "Use a device with a supported platform.", APPLIED_EN)
        .ko("이 장치의 플랫폼은 조건부 액세스 정책에서 지원되지 않습니다.", "지원되는 플랫폼의 장치를 사용하세요.", APPLIED_KO),
    row(50131, "ConditionalAccessFailed", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en(
            "A condition of access failed: the state of the device, suspicious activity, or a decision of an access or security policy.",
            ASK_ADMIN_EN,
            APPLIED_EN,
        )
        .ko(
            "장치 상태, 의심스러운 활동, 또는 액세스나 보안 정책의 결정으로 인해 액세스 조건을 충족하지 못했습니다.",
            ASK_ADMIN_KO,
            APPLIED_KO,
        ),
    row(53000, "DeviceNotCompliant", STEP_UP.sub(Suberror::AdditionalAction))
        .en("The device is not in the required state: a conditional access policy requires a compliant device.", "Enroll your device with your organization, then try again.", APPLIED_EN)
        .ko("장치가 필요한 상태가 아닙니다. 조건부 액세스 정책에 따라 규정을 준수하는 장치가 필요합니다.", "장치를 조직에 등록한 다음 다시 시도하세요.", APPLIED_KO),
    row(53001, "DeviceNotDomainJoined", STEP_UP.sub(Suberror::MessageOnly))
        .en("The device is not in the required state: a conditional access policy requires a domain joined device.", "Use a device that is joined to your organization's domain.", APPLIED_EN)
        .ko("장치가 필요한 상태가 아닙니다. 조건부 액세스 정책에 따라 도메인에 가입된 장치가 필요합니다.", "조직의 도메인에 가입된 장치를 사용하세요.", APPLIED_KO),
    row(53002, "ApplicationUsedIsNotAnApprovedApp", STEP_UP.sub(Suberror::MessageOnly))
        .en("The application you use is not one that the conditional access policy approves.", "Use an approved application.", APPLIED_EN)
        .ko("사용 중인 응용 프로그램은 조건부 액세스 정책에서 승인한 응용 프로그램이 아닙니다.", "승인된 응용 프로그램을 사용하세요.", APPLIED_KO),
    row(53003, "BlockedByConditionalAccess", STEP_UP.sub(Suberror::MessageOnly))
        .en("Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", ASK_ADMIN_EN, APPLIED_EN)
        .ko("조건부 액세스 정책에 의해 액세스가 차단되었습니다. 액세스 정책이 토큰 발급을 허용하지 않습니다.", ASK_ADMIN_KO, APPLIED_KO),
    row(53004, "ProofUpBlockedDueToRisk", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en(
            "Registration for multi-factor authentication is not possible now, because this sign-in or account is at risk.",
            "Try from your usual place and device, or ask your administrator.",
            "Check the risk of the user; a temporary access pass lets a verified person register.",
        )
        .ko(
            "이 로그인 또는 계정이 위험한 상태이므로 지금은 다단계 인증을 등록할 수 없습니다.",
            "평소 사용하는 장소와 장치에서 시도하거나 관리자에게 문의하세요.",
            "사용자의 위험을 확인하세요. 본인 확인을 마친 사용자는 임시 액세스 패스로 등록할 수 있습니다.",
        ),
    row(53010, "ProofUpBlockedDueToSecurityInfoAcr", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en(
            "Methods of multi-factor authentication cannot be registered here: the organization allows it from specific places or devices only.",
            "Register from a place or device that your organization trusts.",
            "A policy limits the registration of security information; a temporary access pass can satisfy it.",
        )
        .ko(
            "여기서는 다단계 인증 방법을 등록할 수 없습니다. 조직에서 특정 위치나 장치에서만 등록을 허용합니다.",
            "조직이 신뢰하는 위치나 장치에서 등록하세요.",
            "정책이 보안 정보 등록을 제한하고 있습니다. 임시 액세스 패스로 이 요구를 충족할 수 있습니다.",
        ),
    row(53011, "", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en("The user is blocked because of risk in the home tenant.", "Ask the administrator of your own organization.", "The risk has to be settled in the user's home tenant.")
        .ko("홈 테넌트의 위험으로 인해 사용자가 차단되었습니다.", "소속 조직의 관리자에게 문의하세요.", "위험은 사용자의 홈 테넌트에서 해결해야 합니다."),
    row(70043, "BadTokenDueToSignInFrequency", INVALID_GRANT)
        .en(
            "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access. The token was issued on {issued} and the maximum allowed lifetime for this request is {seconds}.",
            "Sign in again.",
            "Expected, if a policy sets a sign-in frequency.",
        )
        .ko(
            "조건부 액세스의 로그인 빈도 검사로 인해 새로 고침 토큰이 만료되었거나 유효하지 않습니다. 토큰은 {issued}에 발급되었고 이 요청에 허용되는 최대 수명은 {seconds}초입니다.",
            "다시 로그인하세요.",
            "정책에 로그인 빈도가 설정되어 있다면 정상입니다.",
        ),
    row(500_021, "", ACCESS_DENIED.page())
        .en("Access to the tenant '{tenant}' is denied: your network allows other tenants only.", ASK_ADMIN_EN, "Add the tenant to the allowed ones of the tenant restrictions.")
        .ko("테넌트 '{tenant}'에 대한 액세스가 거부되었습니다. 현재 네트워크는 다른 테넌트만 허용합니다.", ASK_ADMIN_KO, "테넌트 제한의 허용 목록에 테넌트를 추가하세요."),
    row(500_022, "", ACCESS_DENIED.page())
        .en("Access to the tenant '{tenant}' is denied by the tenant restrictions of your organization.", ASK_ADMIN_EN, "Add the tenant to the allowed ones of the tenant restrictions.")
        .ko("조직의 테넌트 제한에 따라 테넌트 '{tenant}'에 대한 액세스가 거부되었습니다.", ASK_ADMIN_KO, "테넌트 제한의 허용 목록에 테넌트를 추가하세요."),
    row(500_212, "NotAllowedByOutboundPolicyTenant", ACCESS_DENIED.page())
        .en("Your own organization does not allow access to the tenant '{tenant}'.", "Ask the administrator of your own organization.", "Change the outbound settings for that tenant in the cross-tenant access policy.")
        .ko("소속 조직에서 테넌트 '{tenant}'에 대한 액세스를 허용하지 않습니다.", "소속 조직의 관리자에게 문의하세요.", "테넌트 간 액세스 정책에서 해당 테넌트의 아웃바운드 설정을 변경하세요."),
    row(500_213, "NotAllowedByInboundPolicyTenant", ACCESS_DENIED.page())
        .en("The tenant '{tenant}' does not allow access by accounts of your organization.", "Ask the administrator of the organization you want to reach.", "Change the inbound settings for the user's organization in the cross-tenant access policy.")
        .ko("테넌트 '{tenant}'에서 소속 조직 계정의 액세스를 허용하지 않습니다.", "액세스하려는 조직의 관리자에게 문의하세요.", "테넌트 간 액세스 정책에서 사용자 조직의 인바운드 설정을 변경하세요."),
    row(530_032, "BlockedByConditionalAccessOnSecurityPolicy", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en("The administrator of the tenant has configured a security policy that blocks this request.", ASK_ADMIN_EN, APPLIED_EN)
        .ko("테넌트 관리자가 구성한 보안 정책이 이 요청을 차단했습니다.", ASK_ADMIN_KO, APPLIED_KO),
    row(530_034, "DelegatedAdminBlockedDueToSuspiciousActivity", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en("A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.", "Ask the administrator of your own organization.", "The risk has to be settled in the partner's home tenant.")
        .ko("홈 테넌트의 계정 위험으로 인해 위임된 관리자의 테넌트 액세스가 차단되었습니다.", "소속 조직의 관리자에게 문의하세요.", "위험은 파트너의 홈 테넌트에서 해결해야 합니다."),
    row(530_035, "BlockedBySecurityDefaults", INVALID_GRANT.sub(Suberror::MessageOnly))
        .en(
            "Access has been blocked by security defaults: the request used legacy authentication or was judged unsafe.",
            "Use an application that supports modern authentication.",
            "Security defaults block legacy authentication; conditional access policies allow finer rules.",
        )
        .ko(
            "요청이 레거시 인증을 사용했거나 안전하지 않다고 판단되어 보안 기본값에 의해 액세스가 차단되었습니다.",
            "최신 인증을 지원하는 응용 프로그램을 사용하세요.",
            "보안 기본값은 레거시 인증을 차단합니다. 더 세밀한 규칙은 조건부 액세스 정책으로 설정하세요.",
        ),
];
