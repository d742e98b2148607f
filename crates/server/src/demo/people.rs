//! The users of the demo, each with a tag that says what part he plays.

use super::ready::{User, World};
use super::world::{Place, Places, Plan};
use app::admin::passwords::NewPassword;
use app::admin::users::{self, NewUser};
use app::admin::{groups, methods};
use app::{Ctx, Fault};
use model::user::{PasswordOrigin, UserType};
use model::{nature, role};
use protocol::secret::Secret;

/// How many users are made at once; the store commits them together.
const AT_ONCE: usize = 64;

/// Who chose a user's password, if he has one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Nobody,
    Owner,
    Operator,
    Temporary,
}

/// One part to play.
struct Part {
    tag: &'static str,
    english: &'static str,
    korean: &'static str,
    password: Chosen,
    totp: bool,
    roles: &'static [&'static str],
    group: Option<&'static str>,
}

const fn part(tag: &'static str, english: &'static str, korean: &'static str) -> Part {
    Part { tag, english, korean, password: Chosen::Owner, totp: false, roles: &[], group: None }
}

const GLOBAL: &[&str] = &["Global Administrator"];
const AGENTS: &str = "AdminAgents";
const HELPDESK: &str = "HelpdeskAgents";

const PARTNER: &[Part] = &[
    Part { roles: GLOBAL, ..part("first-admin", "Hana Kim", "김하나") },
    Part { roles: GLOBAL, totp: true, ..part("admin", "Minjun Lee", "이민준") },
    Part { totp: true, ..part("user", "Seoyeon Park", "박서연") },
    Part { totp: true, group: Some(AGENTS), ..part("admin-agent", "Jiho Choi", "최지호") },
    Part {
        totp: true,
        group: Some(HELPDESK),
        roles: &["Helpdesk Administrator"],
        ..part("helpdesk-agent", "Sua Jung", "정수아")
    },
    Part {
        totp: true, roles: &["Security Administrator"], ..part("security-admin", "Doyun Kang", "강도윤")
    },
    Part { password: Chosen::Operator, ..part("service-account", "Invoice Robot", "청구서 로봇") },
    Part {
        password: Chosen::Operator,
        group: Some(AGENTS),
        ..part("never-interactive", "Script Runner", "스크립트 실행기")
    },
    Part { totp: true, ..part("compromised", "Eunji Yoon", "윤은지") },
    Part { totp: true, ..part("app-password-user", "Junseo Jang", "장준서") },
    Part { password: Chosen::Temporary, ..part("temporary-password", "Yuna Lim", "임유나") },
    Part { ..part("disabled", "Former Colleague", "퇴사자") },
    Part { password: Chosen::Nobody, ..part("guest", "Guest Auditor", "외부 감사인") },
    Part {
        password: Chosen::Nobody, roles: GLOBAL, ..part("break-glass", "Emergency Access", "비상 계정")
    },
];
const ANNOUNCED: &[Part] = &[
    part("new-user", "Haeun Oh", "오하은"),
    Part { roles: GLOBAL, totp: true, ..part("announced-admin", "Siwoo Han", "한시우") },
];
const CUSTOMER: &[Part] = &[
    Part { roles: GLOBAL, totp: true, ..part("customer-admin", "Jiwon Shin", "신지원") },
    Part { totp: true, ..part("customer-user", "Taeyang Seo", "서태양") },
    part("customer-plain", "Nari Kwon", "권나리"),
];

/// Load generators sign in as these, each once in the half minute of a code.
const BENCH: Part = Part { totp: true, ..part("bench", "Load", "부하") };

/// Makes everybody.
pub(super) async fn make(places: &Places, plan: &Plan<'_>, world: &mut World) -> Result<(), Fault> {
    for group in [AGENTS, HELPDESK, "SalesAgents"] {
        groups::create(&places.partner.ctx, group).await?;
    }
    let mut cast: Vec<(&Place, &Part)> = PARTNER.iter().map(|part| (&places.partner, part)).collect();
    cast.extend(ANNOUNCED.iter().map(|part| (&places.announced, part)));
    if let Some(first) = places.customers.first() {
        cast.extend(CUSTOMER.iter().map(|part| (first, part)));
    }
    let cast = cast.into_iter().map(|(place, part)| (place, part, part.tag.to_owned()));
    let bench = (1..=plan.bench).map(|number| (&places.partner, &BENCH, format!("bench{number}")));
    let cast: Vec<(&Place, &Part, String)> = cast.chain(bench).collect();
    for chunk in cast.chunks(AT_ONCE) {
        for made in join(chunk.iter().map(|(place, part, name)| act(place, part, name, plan))).await {
            world.users.push(made?);
        }
    }
    for place in [&places.partner, &places.announced].into_iter().chain(&places.customers) {
        extras(place, plan).await?;
    }
    Ok(())
}

/// Runs futures at once on this task; all of them wait for the store most of the time.
pub(super) async fn join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|cx| {
        let mut pending = false;
        for (future, output) in &mut running {
            if output.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}

async fn act(place: &Place, part: &Part, name: &str, plan: &Plan<'_>) -> Result<User, Fault> {
    // A temporary password is new: one of long ago would have ended.
    let now = if part.password == Chosen::Temporary { plan.present } else { place.ctx.now };
    let ctx = &Ctx { now, ..place.ctx.clone() };
    let name = format!("{name}@{}", place.domain);
    let shown = if plan.korean { part.korean } else { part.english };
    let password = (part.password != Chosen::Nobody).then(|| password(place, part.tag));
    let made = users::create(
        ctx,
        NewUser {
            mail: Some(name.clone()),
            user_type: if part.tag == "guest" { UserType::Guest } else { UserType::Member },
            account_enabled: part.tag != "disabled",
            service_account: part.tag == "service-account",
            usage_location: Some("KR".to_owned()),
            preferred_language: plan.korean.then(|| "ko".to_owned()),
            roles: part
                .roles
                .iter()
                .filter_map(|name| role::by_name(name))
                .map(|role| role.template)
                .collect(),
            password: given(part.password, password.as_deref()),
            ..NewUser::member(&name, shown)
        },
    )
    .await?;
    let mut totp_secret = None;
    if part.totp {
        let seed: [u8; 20] = nature::random(ctx.services.entropy.as_ref());
        methods::import_authenticator(ctx, &name, "Authenticator app", seed.to_vec()).await?;
        totp_secret = Some(crypto::totp::Secret::new(&seed).to_base32().to_string());
    }
    if let Some(group) = part.group {
        groups::add_member(ctx, group, &name).await?;
    }
    Ok(User {
        tenant: place.id.to_string(),
        id: made.user.id.to_string(),
        upn: name,
        password,
        totp_secret,
        app_password: None,
        passkey: None,
        roles: part.roles.iter().map(|name| (*name).to_owned()).collect(),
        tag: part.tag.to_owned(),
    })
}

fn given(chosen: Chosen, text: Option<&str>) -> NewPassword {
    let origin = match chosen {
        Chosen::Nobody => return NewPassword::None,
        Chosen::Owner => PasswordOrigin::Owner,
        Chosen::Operator => PasswordOrigin::Operator,
        Chosen::Temporary => PasswordOrigin::Temporary,
    };
    text.map_or(NewPassword::None, |text| NewPassword::Given { text: Secret::new(text), origin })
}

/// A password for the demo: drawn at random, so that no demo has the password of another.
fn password(place: &Place, tag: &str) -> String {
    let random: [u8; 9] = nature::random(place.ctx.services.entropy.as_ref());
    let letters: String = random.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
    let first = tag.chars().next().unwrap_or('x').to_ascii_uppercase();
    format!("{first}{letters}-2019")
}

/// Users without a part: they have no password and fill lists.
async fn extras(place: &Place, plan: &Plan<'_>) -> Result<(), Fault> {
    let numbers: Vec<u32> = (1..=plan.extras).collect();
    for chunk in numbers.chunks(AT_ONCE) {
        let made = join(chunk.iter().map(|number| {
            let name = format!("user{number}@{}", place.domain);
            let shown = if plan.korean { format!("사용자 {number}") } else { format!("User {number}") };
            let request = NewUser { password: NewPassword::None, ..NewUser::member(&name, &shown) };
            users::create(&place.ctx, request)
        }));
        for made in made.await {
            made?;
        }
    }
    Ok(())
}
