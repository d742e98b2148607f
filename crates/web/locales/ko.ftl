# 로그인 페이지의 문구. 모든 키는 모든 언어에 있어야 하며 테스트가 이를 확인한다.
# JOSA($name, "을/를")는 이름 뒤에 알맞은 조사를 붙인다.

## 공통

product = Countersign
footer = Countersign이 로그인을 보호합니다
demo = 데모 서버입니다. 다른 곳에서 사용하는 암호를 입력하지 마세요.
title-problem = 문제:
account-label = 계정:
continue-to = { JOSA($app, "으로/로") } 계속하려면 로그인하세요.
next = 다음
continue = 계속
cancel = 취소
accept = 동의
yes = 예
no = 아니요
verify = 확인
sign-in = 로그인
sign-out = 로그아웃
other-account = 다른 계정 사용
try-again = 다시 시도
close-window = 이 창을 닫아도 됩니다.

## 사용자 이름

username-title = 로그인
username-label = 사용자 이름
username-example = someone@example.com
username-problem-missing = 사용자 이름을 입력하세요.
username-problem-malformed = someone@example.com처럼 전체 사용자 이름을 입력하세요.

## 계정 선택

picker-title = 계정 선택
picker-signed-in = 로그인됨
picker-signed-out = 로그아웃됨
picker-other = 다른 계정 사용

## 암호

password-title = 암호 입력
password-label = 암호
password-forgot = 암호를 잊으셨나요?
password-problem-missing = 암호를 입력하세요.
password-problem-wrong = 사용자 이름 또는 암호가 올바르지 않습니다. 확인한 후 다시 시도하세요.
password-problem-locked = 무단 사용을 막기 위해 계정이 일시적으로 잠겼습니다. 나중에 다시 시도하세요. 계속 잠겨 있으면 관리자에게 문의하세요.
password-problem-locked-minutes = 무단 사용을 막기 위해 계정이 일시적으로 잠겼습니다. { $minutes }분 후에 다시 시도하세요.
password-problem-too-many = 시도 횟수가 너무 많습니다. 잠시 후 다시 시도하세요.

## 인증 앱 코드

code-title = 코드 입력
code-lead = 인증 앱을 열고 이 계정에 표시되는 6자리 코드를 입력하세요.
code-label = 코드
code-use-recovery = 복구 코드 사용하기
code-problem-missing = 코드를 입력하세요.
code-problem-wrong = 코드가 올바르지 않습니다. 지금 앱에 표시된 코드를 입력하세요.
code-problem-used = 이미 사용한 코드입니다. 다음 코드가 표시될 때까지 기다려 주세요.
code-problem-too-many = 잘못된 코드를 너무 많이 입력했습니다. 몇 분 후 다시 시도하거나 관리자에게 문의하세요.

## 복구 코드

recovery-title = 복구 코드로 로그인
recovery-lead = 인증 앱을 설정할 때 저장한 복구 코드 중 하나를 입력하세요. 각 코드는 한 번만 사용할 수 있습니다.
recovery-label = 복구 코드
recovery-use-app = 인증 앱 사용하기
recovery-problem-missing = 복구 코드를 입력하세요.
recovery-problem-wrong = 복구 코드가 올바르지 않습니다. 확인한 후 다시 시도하세요.
recovery-problem-used = 이미 사용한 복구 코드입니다. 다른 코드를 입력하세요.

## 인증 앱 등록

register-title = 인증 앱 설정
register-reason-partner = 조직에서는 모든 사용자가 로그인할 때마다 다단계 인증을 거쳐야 합니다. 계속하려면 인증 앱을 설정하세요.
register-reason-policy = 조직에서 이 로그인에 다단계 인증을 요구합니다. 계속하려면 인증 앱을 설정하세요.
register-reason-announced = { $days ->
    [0] 조직에서 다단계 인증을 요구합니다. 설정을 미룰 수 있는 마지막 날입니다.
   *[other] 곧 조직에서 다단계 인증을 요구합니다. 설정을 앞으로 { $days }일 동안 미룰 수 있습니다.
}
register-reason-own-wish = 인증 앱은 휴대폰이 오프라인일 때도 30초마다 새 코드를 만들어 줍니다.
register-app = 인증 앱 준비
register-app-about = 시간 기반 코드(TOTP)를 지원하는 앱이면 됩니다. 휴대폰에 이미 있다면 그 앱을 사용하세요.
register-key = 계정 추가
register-key-scan = 앱에서 계정 추가를 선택하고 이 QR 코드를 스캔하세요.
register-key-type = 스캔할 수 없다면 아래 정보를 앱에 직접 입력하세요.
register-key-only-type = 앱에서 계정 추가를 선택하고 아래 정보를 입력하세요.
register-qr = 인증 앱에 이 계정을 추가하는 QR 코드
register-account = 계정
register-secret = 키
register-prove = 앱에 표시된 코드 입력
register-prove-about = 이제 앱에 이 계정의 6자리 코드가 표시됩니다.
register-done = 설정 완료
register-later = 나중에 하기

## 복구 코드 목록

codes-title = 복구 코드 저장
codes-lead = 휴대폰을 잃어버렸을 때 이 코드로 로그인할 수 있습니다. 인쇄하거나 암호 관리자에 저장하세요.
codes-once = 각 코드는 한 번만 사용할 수 있으며, 이 페이지를 벗어나면 다시 볼 수 없습니다.
codes-saved = 코드를 저장했습니다

## 새 암호

change-title = 암호 변경
change-reason-own-wish = 이 계정에 사용할 새 암호를 입력하세요.
change-reason-temporary = 임시 암호로 로그인했습니다. 본인만 아는 암호로 바꿔 주세요.
change-reason-expired = 암호가 만료되었습니다. 계속하려면 새 암호를 입력하세요.
change-reason-compromised = 다른 사람이 암호를 알고 있을 수 있습니다. 계정을 보호하려면 암호를 바꿔 주세요.
change-current = 현재 암호
change-new = 새 암호
change-confirm = 새 암호 확인
change-rule-length = { $length }자 이상, 공백 사용 가능
change-rule-classes = 영문 대문자, 소문자, 숫자, 기호 중 세 가지 이상
change-rule-common = 흔한 암호나 본인 또는 조직의 이름은 사용할 수 없음
change-rule-phrase = 서로 관련 없는 단어를 여러 개 이으면 더 안전합니다
change-save = 암호 변경
change-problem-missing = 새 암호를 입력하세요.
change-problem-current = 현재 암호가 올바르지 않습니다.
change-problem-mismatch = 새 암호가 서로 일치하지 않습니다. 다시 입력하세요.
change-problem-short = 암호가 너무 짧습니다. { $length }자 이상 입력하세요.
change-problem-long = 암호가 너무 깁니다. 256자 이하로 입력하세요.
change-problem-simple = 영문 대문자, 소문자, 숫자, 기호 중 세 가지 이상을 사용하세요.
change-problem-common = 많은 사람이 사용했거나 유출된 적이 있는 암호입니다. 추측하기 더 어려운 암호를 입력하세요.
change-problem-name = 암호에 본인 또는 조직의 이름이 들어 있습니다. 다른 암호를 입력하세요.
change-problem-unchanged = 현재 암호와 다른 암호를 입력하세요.

## 로그인 유지

stay-title = 로그인 상태를 유지할까요?
stay-lead = 로그인 상태를 유지하면 이 브라우저에서 로그인하는 횟수가 줄어듭니다.
stay-note = 여러 사람이 함께 쓰는 컴퓨터라면 ‘아니요’를 선택하세요.

## 동의

consent-title = { $app }에 권한을 허용할까요?
consent-publisher = 게시자
consent-publisher-unknown = 알 수 없음
consent-host = 이동할 사이트
consent-for-user = 이 앱이 { $account } 계정에 대해 다음 권한을 요청합니다.
consent-for-tenant = 이 앱이 { $tenant }의 모든 사용자에 대해 다음 권한을 요청합니다.
consent-for-organization = 이 앱이 조직의 모든 사용자에 대해 다음 권한을 요청합니다.
consent-organization = 조직을 대신하여 동의
consent-organization-about = 조직의 다른 사용자에게는 이 앱에 대한 동의를 묻지 않습니다.
consent-note = 게시자를 신뢰할 때만 동의하세요. 동의는 본인이나 관리자가 언제든지 철회할 수 있습니다.

## 관리자 승인

approval-title = 관리자 승인이 필요합니다
approval-lead = { JOSA($app, "이/가") } 관리자만 허용할 수 있는 권한을 요청합니다.
approval-permissions = 승인이 필요한 권한
approval-you = 관리자에게 앱 승인을 요청하세요. 관리자라면 관리자 계정으로 로그인하세요.
approval-other = 관리자 계정으로 로그인
approval-return = 앱으로 돌아가기

## 장치 코드

device-title = 장치에서 로그인
device-lead = 앱이나 장치에 표시된 코드를 입력하세요.
device-label = 코드
device-warning = 다른 사람이 보내거나 불러 준 코드는 절대 입력하지 마세요.
device-problem-missing = 코드를 입력하세요.
device-problem-unknown = 코드가 올바르지 않습니다. 장치의 코드를 확인한 후 다시 시도하세요.
device-problem-expired = 코드가 만료되었습니다. 장치에서 다시 시작하여 새 코드를 받으세요.
device-problem-too-many = 잘못된 코드를 너무 많이 입력했습니다. 몇 분 후 다시 시도하세요.
confirm-title = { $app }에 로그인하려고 하시나요?
confirm-lead = 지금 앞에 있는 장치에서 직접 시작한 로그인일 때만 계속하세요.
confirm-app = 앱
confirm-origin = 요청 위치
confirm-warning = 다른 사람이 코드를 입력하라고 했다면 ‘취소’를 선택하세요. 계정을 노리는 시도일 수 있습니다.
device-done-title = 로그인되었습니다
device-done-lead = 장치의 { $app }에서 자동으로 계속됩니다.
device-cancelled-title = 로그인을 취소했습니다
device-cancelled-lead = { JOSA($app, "은/는") } 계정에 액세스할 수 없습니다.

## 로그아웃

choose-sign-out-title = 어느 계정에서 로그아웃할까요?
choose-sign-out-lead = 이 브라우저에 로그인된 계정입니다.
choose-sign-out-all = 모든 계정에서 로그아웃
choose-sign-out-stay = 로그인 유지
confirm-sign-out-title = 로그아웃할까요?
confirm-sign-out-by = { $app }에서 로그아웃을 요청했습니다. 이 브라우저에서 같은 계정을 사용하는 다른 앱에서도 로그아웃됩니다.
confirm-sign-out-lead = 이 브라우저에서 이 계정을 사용하는 모든 앱에서 로그아웃됩니다.
signed-out-title = 로그아웃되었습니다
signed-out-account = 이 브라우저에서 { $account } 계정이 로그아웃되었습니다.
signed-out-lead = 이 브라우저에 로그인된 계정이 없습니다.
signed-out-advice = 여러 사람이 함께 쓰는 컴퓨터라면 브라우저 창도 모두 닫으세요.

## 앱으로 전달

post-title = 로그인하는 중
post-lead-app = { JOSA($app, "으로/로") } 돌아가는 중입니다. 화면이 바뀌지 않으면 ‘계속’을 선택하세요.
post-lead = 앱으로 돌아가는 중입니다. 화면이 바뀌지 않으면 ‘계속’을 선택하세요.

## 끝난 로그인

expired-late = 로그인 시간이 만료되었습니다
    .what = 정해진 시간 안에 로그인을 마치지 않아 계정을 보호하기 위해 중단했습니다.
expired-done = 이미 완료한 단계입니다
    .what = 뒤로 이동했거나, 페이지를 새로 고쳤거나, 버튼을 두 번 눌렀습니다. 각 단계는 한 번만 진행할 수 있습니다.
expired-cookie = 쿠키를 확인할 수 없습니다
    .what = 이 사이트의 쿠키가 차단되었거나 다른 브라우저에서 주소를 열었을 수 있습니다. 쿠키를 허용하고 다시 시도하세요.
expired-restart = 다시 시작
expired-restart-about = 로그인을 처음부터 다시 시작하세요.
expired-return = 사용하던 앱으로 돌아가 다시 로그인하세요.

## 혼잡

busy-many = 요청이 너무 많습니다
    .what = 짧은 시간에 같은 네트워크에서 요청이 많이 들어와, 계정을 보호하기 위해 잠시 멈췄습니다.
busy-server = 지금은 요청이 많습니다
    .what = 서버가 지금 요청을 처리할 수 없습니다. 계정과 암호에는 문제가 없습니다.
busy-wait = 잠시 후 다시 시도하세요.
busy-wait-seconds = { $seconds }초 후에 다시 시도하세요.

## 시작 페이지

start-title = 조직의 로그인 서버
start-lead = 사용자와 프로그램의 로그인을 처리하고 다단계 인증이 이루어지는지 확인하는 서버입니다. 보통은 사용하려는 앱에서 이곳으로 이동합니다.
start-authority = 앱에 설정할 주소(authority)
start-portal = 관리 센터
    .about = 사용자, 앱, 정책, 보고서
start-security-info = 보안 정보
    .about = 나의 로그인 방법 관리
start-device = 장치 로그인
    .about = 장치에 표시된 코드 입력
start-reset = 암호 재설정
    .about = 암호를 잊었을 때
start-metadata = 메타데이터
    .about = 개발자를 위한 OpenID Connect 검색 문서
start-errors = 오류 코드
    .about = AADSTS 코드의 의미

## 오류 페이지

error-you = 사용자가 할 수 있는 일
error-admin = 관리자가 할 수 있는 일
error-details = 세부 정보
error-details-about = 관리자에게 문의할 때 이 내용을 함께 보내 주세요.
error-code = 코드
error-message = 메시지
error-app = 앱
error-account = 계정
error-trace = 추적 ID
error-correlation = 상관 관계 ID
error-time = 시간
explain-title = 오류 코드 찾기
explain-code-title = 오류 AADSTS{ $code }
explain-lead = AADSTS 코드의 번호를 입력하면 의미와 해결 방법을 알려 드립니다.
explain-label = 코드 번호
explain-search = 찾기
explain-name = 이름

## 코드의 의미

problem-account-disabled = 사용할 수 없는 계정입니다
    .what = 관리자가 이 계정의 로그인을 차단했습니다.
    .you = 관리자에게 계정을 다시 사용할 수 있게 해 달라고 요청하거나 다른 계정으로 로그인하세요.
    .admin = 계정이 사용 중지된 이유를 확인하세요. 다시 사용해야 하는 계정이라면 ‘사용자’에서 사용하도록 설정하세요.
problem-account-locked = 계정이 일시적으로 잠겼습니다
    .what = 잘못된 암호로 여러 번 로그인을 시도했거나 의심스러운 주소에서 시도했습니다.
    .you = 잠시 기다린 후 다시 시도하세요. 본인이 시도한 것이 아니라면 관리자에게 알려 주세요.
    .admin = 로그인 로그에서 시도가 어디에서 왔는지 확인하세요. 잠금은 시간이 지나면 풀리며, 암호를 재설정하면 바로 풀립니다.
problem-account-not-here = 이 조직의 계정이 아닙니다
    .what = 이 조직에 없는 계정으로 로그인했습니다.
    .you = 이 조직의 계정으로 로그인하거나 게스트로 초대해 달라고 요청하세요.
    .admin = 사용자를 게스트로 초대하거나, 앱에 설정된 테넌트 주소를 확인하세요.
problem-approval-needed = 관리자 승인이 필요합니다
    .what = 앱이 관리자만 허용할 수 있는 권한을 요청합니다.
    .you = 관리자에게 앱 승인을 요청하세요.
    .admin = ‘엔터프라이즈 애플리케이션’에서 앱의 권한을 검토한 후 조직을 대신하여 동의하세요.
problem-application-unknown = 사용할 수 없는 앱입니다
    .what = 사용하려는 앱 또는 그 앱이 이용하는 서비스가 이 조직에 설정되지 않았거나 사용 중지되었습니다.
    .you = 조직에 맞는 링크를 사용했는지 확인하고, 앱 담당자에게 알려 주세요.
    .admin = 앱 설정의 애플리케이션 ID와 테넌트를 확인하고, 이 테넌트에서 앱이 사용하도록 설정되어 있는지 확인하세요.
problem-blocked = 지금은 액세스할 수 없습니다
    .what = 로그인은 되었지만 조직에서 이 앱에 정한 조건을 충족하지 않습니다.
    .you = 조직에서 허용하는 네트워크, 장치 또는 앱에서 시도하세요. 잘못되었다고 생각하면 아래 세부 정보를 관리자에게 보내 주세요.
    .admin = 로그인 로그에서 상관 관계 ID로 해당 로그인을 찾으세요. 차단한 정책과 충족하지 못한 조건이 기록되어 있습니다.
problem-blocked-by-risk = 계정을 보호하기 위해 차단했습니다
    .what = 이 로그인 또는 계정에서 도용이 의심되는 징후가 발견되어 계속할 수 없습니다.
    .you = 관리자에게 문의하세요. 다른 사람이 암호를 알고 있다고 생각되면 같은 장치에서 다시 시도하지 마세요.
    .admin = ‘위험한 사용자’에서 해당 사용자를 검토하고 위험을 확인하거나 해제하세요. 다단계 인증을 거쳐 암호를 재설정하면 위험이 해제됩니다.
problem-client-credential = 앱의 신원을 확인하지 못했습니다
    .what = 앱의 비밀, 인증서 또는 어설션이 잘못되었거나, 없거나, 만료되었습니다.
    .you = 사용자가 직접 해결할 수 없습니다. 앱 담당자에게 알려 주세요.
    .admin = ‘앱 등록’에서 앱 자격 증명의 만료일과 값을 확인하고, 앱이 실행되는 서버의 시계를 확인하세요.
problem-consent-missing = 아직 동의하지 않은 앱입니다
    .what = 앱이 요청하는 데이터 사용을 본인이나 관리자가 아직 허용하지 않았습니다.
    .you = 앱에 다시 로그인하여 요청하는 권한을 검토하세요.
    .admin = 모든 사용자가 앱을 사용해야 한다면 조직을 대신하여 동의하세요.
problem-consent-refused = 동의하지 않았습니다
    .what = 앱이 권한을 요청했을 때 ‘취소’를 선택하여 앱에 아무것도 전달되지 않았습니다.
    .you = 생각이 바뀌었다면 앱에 다시 로그인하세요.
    .admin = 조치할 사항은 없습니다. 조직을 대신하여 미리 동의할 수 있습니다.
problem-credentials = 사용자 이름 또는 암호가 올바르지 않습니다
    .what = 입력한 사용자 이름과 암호로 계정을 확인하지 못했습니다.
    .you = 잘못 입력한 곳이 없는지 확인하고 다시 시도하거나, 암호를 재설정하세요.
    .admin = 계정이 있고 암호가 설정되어 있는지 확인하세요. 암호를 재설정할 수 있습니다.
problem-device-code = 장치 코드가 유효하지 않습니다
    .what = 코드가 잘못되었거나, 15분이 지났거나, 아직 아무도 입력하지 않았습니다.
    .you = 장치에서 로그인을 다시 시작하고 새 코드를 입력하세요.
    .admin = 조치할 사항은 없습니다. 정책으로 장치 코드 흐름을 차단할 수 있습니다.
problem-device-required = 조건을 충족하지 않는 장치입니다
    .what = 조직에서 관리하는 장치나 앱에서만 이 앱을 사용할 수 있습니다.
    .you = 조직에서 관리하는 장치에서 로그인하거나, 이 장치를 등록하는 방법을 관리자에게 문의하세요.
    .admin = 장치의 준수 상태와 로그인 로그에 기록된 정책의 권한 부여 제어를 확인하세요.
problem-grant-expired = 다시 로그인하세요
    .what = 앱에 부여된 권한이 만료되었거나, 이미 사용되었거나, 암호 변경 등으로 해지되었습니다.
    .you = 앱에 다시 로그인하세요.
    .admin = 자주 발생한다면 정책의 로그인 빈도와 세션 해지 여부를 확인하세요.
problem-multifactor = 다단계 인증이 필요합니다
    .what = 조직에서 이 앱에 다단계 인증을 요구하지만 이번 로그인에서는 이루어지지 않았습니다.
    .you = 브라우저에서 다시 로그인하여 다단계 인증을 완료하세요. 아직 등록하지 않았다면 설정 안내가 표시됩니다.
    .admin = 사용자가 인증 방법을 등록했는지 확인하세요. 프로그램에는 다단계 인증을 지원하는 흐름이나 별도의 ID가 필요합니다.
problem-no-session = 로그인되어 있지 않습니다
    .what = 앱이 묻지 않고 로그인하려고 했지만 이 브라우저에 로그인된 계정이 없습니다.
    .you = 앱에 다시 로그인하세요. 계속 발생하면 이 사이트의 쿠키를 허용하세요.
    .admin = 조치할 사항은 없습니다.
problem-not-assigned = 이 앱을 사용할 권한이 없습니다
    .what = 할당된 사용자만 사용할 수 있는 앱인데, 아직 할당되지 않았습니다.
    .you = 관리자나 앱 담당자에게 사용 권한을 요청하세요.
    .admin = ‘엔터프라이즈 애플리케이션’에서 사용자 또는 사용자가 속한 그룹을 할당하거나, ‘할당 필요’를 해제하세요.
problem-password-rejected = 새 암호를 사용할 수 없습니다
    .what = 현재 암호가 잘못되었거나 새 암호가 추측하기 쉽습니다.
    .you = 흔한 단어나 이름이 들어가지 않은 더 긴 암호를 입력하세요.
    .admin = 안전한 암호가 거부된다면 금지된 암호 목록을 확인하세요.
problem-password-expired = 암호를 변경해야 합니다
    .what = 암호가 만료되었거나, 임시 암호이거나, 다른 사람이 알고 있을 수 있습니다.
    .you = 브라우저에서 로그인하여 새 암호로 바꾸세요.
    .admin = 사용자가 직접 변경할 수 없다면 암호를 재설정하세요.
problem-redirect-uri = 앱의 리디렉션 주소가 올바르지 않습니다
    .what = 앱이 요청한 리디렉션 주소(로그인 후 이동할 주소)가 등록되어 있지 않습니다. 계정을 보호하기 위해 로그인을 진행하지 않았습니다.
    .you = 사용자가 직접 해결할 수 없습니다. 세부 정보와 함께 앱 담당자에게 알려 주세요.
    .admin = ‘앱 등록’에서 앱에 정확한 리디렉션 URI를 추가하거나 앱 설정을 수정하세요.
problem-request = 앱의 요청이 올바르지 않습니다
    .what = 앱이 존재하지 않거나 허용되지 않는 것을 요청했거나, 필요한 값을 빠뜨렸습니다.
    .you = 사용자가 직접 해결할 수 없습니다. 세부 정보와 함께 앱 담당자에게 알려 주세요.
    .admin = 아래 메시지를 앱 설정(권한 부여 유형, 응답 유형, 범위, 테넌트)과 비교하세요.
problem-server = 서버에 문제가 발생했습니다
    .what = 요청을 처리하는 동안 서버에서 예기치 않은 오류가 발생했습니다.
    .you = 몇 분 후 다시 시도하세요. 계속 발생하면 세부 정보를 관리자에게 보내 주세요.
    .admin = 서버 로그에서 추적 ID를 찾아보세요.
problem-tenant-unknown = 조직을 찾을 수 없습니다
    .what = 주소에 지정된 조직이 이 서버에 없습니다.
    .you = 링크와 사용자 이름의 @ 뒷부분을 확인하세요.
    .admin = 앱 설정의 테넌트 ID 또는 도메인과 도메인 확인 여부를 점검하세요.
problem-try-later = 나중에 다시 시도하세요
    .what = 요청을 제때 처리하지 못했거나 같은 요청이 너무 자주 반복되었습니다.
    .you = 1분 정도 기다린 후 다시 시도하세요.
    .admin = 계속된다면 서버 상태와 특정 앱이 같은 요청을 반복하는지 확인하세요.
problem-unknown = 문제가 발생했습니다
    .what = 로그인을 완료하지 못했습니다.
    .you = 다시 시도하세요. 계속 발생하면 코드와 세부 정보를 관리자에게 보내 주세요.
    .admin = 로그인 로그에서 코드와 상관 관계 ID를 찾아보세요.
