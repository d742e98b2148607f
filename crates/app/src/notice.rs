//! Notices by mail: somebody should know that this happened.

use crate::Ctx;
use crate::ports::Mail;
use crate::world::World;

/// Tells the user and the tenant's security contact that a second factor was registered for the first time
/// (DESIGN invariant 6).
pub(crate) fn registered(ctx: &Ctx, world: &World, name: &str) {
    let tenant = world.tenant();
    let korean = tenant.locale.as_deref().is_some_and(|locale| locale.starts_with("ko"));
    let address = ctx.address().unwrap_or_else(|| "-".to_owned());
    let at = ctx.now.strftime("%Y-%m-%d %H:%M:%S UTC");
    let (subject, text) = if korean {
        (
            format!("{}: 인증 앱이 등록되었습니다", tenant.display_name),
            format!(
                "{name} 계정에 인증 앱이 등록되었습니다.\n시간: {at}\n주소: {address}\n\n\
                 본인이 등록하지 않았다면 지금 바로 관리자에게 알려 주세요."
            ),
        )
    } else {
        (
            format!("{}: an authenticator app was registered", tenant.display_name),
            format!(
                "An authenticator app was registered for {name}.\nTime: {at}\nAddress: {address}\n\n\
                 If this was not you, tell your administrator now."
            ),
        )
    };
    for to in [Some(name.to_owned()), tenant.security_contact.clone()].into_iter().flatten() {
        ctx.services.mailer.send(Mail { to, subject: subject.clone(), text: text.clone(), at: ctx.now });
    }
}
