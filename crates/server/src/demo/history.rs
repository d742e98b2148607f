//! Thirty days of sign-ins before the demo began, decided by the same use cases as every later one. Only their time
//! is told to them, and passwords are hashed as cheaply as can be until their owners sign in again.

mod visit;

use super::people::join;
use super::ready::{User, World};
use app::{Fault, Services};
use model::{SignedDuration, Timestamp, nature};
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::Arc;
use visit::{Password, Visit};

/// Where the people of a tenant work: addresses for documentation (RFC 5737).
const OFFICES: [Ipv4Addr; 3] =
    [Ipv4Addr::new(203, 0, 113, 10), Ipv4Addr::new(203, 0, 113, 77), Ipv4Addr::new(198, 51, 100, 20)];
/// Where somebody guesses from.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 66);
const BROWSER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const SCRIPT: &str = "python-requests/2.32.3";

/// When somebody comes.
#[derive(Clone, Copy)]
enum Habit {
    /// Every working day, and works on until the evening.
    Daily,
    /// Every third day.
    Seldom,
    /// A few days ago for the first time.
    Newcomer,
    /// A script that sends his password, every night.
    Script,
    /// Tried once after the account was disabled.
    Gone,
}

/// Who leaves traces, and how.
const CAST: &[(&str, Habit)] = &[
    ("admin", Habit::Daily),
    ("user", Habit::Daily),
    ("admin-agent", Habit::Daily),
    ("helpdesk-agent", Habit::Daily),
    ("security-admin", Habit::Seldom),
    ("compromised", Habit::Seldom),
    ("app-password-user", Habit::Seldom),
    ("service-account", Habit::Script),
    ("disabled", Habit::Gone),
    ("new-user", Habit::Newcomer),
    ("announced-admin", Habit::Seldom),
    ("customer-admin", Habit::Seldom),
    ("customer-user", Habit::Daily),
    ("customer-plain", Habit::Script),
];

type Told<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

/// Lets everybody do what he did in the days before `present`.
pub(super) async fn tell(
    services: &Arc<Services>,
    world: &World,
    present: Timestamp,
    days: u16,
) -> Result<(), Fault> {
    let days = Days { present, days };
    let mut stories: Vec<Told<'_>> = Vec::new();
    for (tag, habit) in CAST {
        if let Some(user) = world.users.iter().find(|user| user.tag == *tag) {
            stories.push(Box::pin(person(services, world, user, *habit, days)));
        }
    }
    for app in world.apps.iter().filter(|app| app.tag == "automation") {
        stories.push(Box::pin(program(services, app, days)));
    }
    if let Some(partner) = world.tenants.first() {
        stories.push(Box::pin(stranger(services, world, &partner.id, days)));
    }
    join(stories.into_iter()).await.into_iter().collect()
}

/// The days that are told, oldest first.
#[derive(Clone, Copy)]
struct Days {
    present: Timestamp,
    days: u16,
}

impl Days {
    /// How many days ago, and midnight of that day.
    fn all(self) -> impl Iterator<Item = (u16, jiff::Zoned)> {
        (0..=self.days).rev().filter_map(move |ago| {
            let day = self.present - SignedDuration::from_hours(24 * i64::from(ago));
            Some((ago, day.to_zoned(jiff::tz::TimeZone::UTC).start_of_day().ok()?))
        })
    }

    /// A moment of a day, unless it is still to come or before the first day.
    fn at(self, midnight: &jiff::Zoned, seconds: i64) -> Option<Timestamp> {
        let at = midnight.timestamp() + SignedDuration::from_secs(seconds);
        // A visit takes minutes, and none may end in the future.
        let latest = self.present - SignedDuration::from_mins(10);
        let earliest = self.present - SignedDuration::from_hours(24 * i64::from(self.days));
        (earliest < at && at < latest).then_some(at)
    }
}

/// A number below `bound`.
fn some(services: &Services, bound: u16) -> i64 {
    let random: [u8; 8] = nature::random(services.entropy.as_ref());
    i64::try_from(u64::from_be_bytes(random) % u64::from(bound.max(1))).unwrap_or(0)
}

fn is_working_day(midnight: &jiff::Zoned) -> bool {
    !matches!(midnight.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
}

/// The office of a tenant.
fn office(world: &World, tenant: &str) -> IpAddr {
    let place = world.tenants.iter().position(|known| known.id == tenant).unwrap_or(0);
    OFFICES.get(place).or(OFFICES.last()).copied().unwrap_or(ELSEWHERE).into()
}

async fn person(
    services: &Arc<Services>,
    world: &World,
    user: &User,
    habit: Habit,
    days: Days,
) -> Result<(), Fault> {
    let Some(tools) = world.apps.iter().find(|app| app.tag == "tools" && app.tenant == user.tenant) else {
        return Ok(());
    };
    let mut visit = Visit::new(services, tools, office(world, &user.tenant), BROWSER);
    for (ago, midnight) in days.all() {
        let morning = 30 * 60 + some(services, 2 * 60 * 60);
        let comes = match habit {
            Habit::Daily => is_working_day(&midnight),
            Habit::Seldom => is_working_day(&midnight) && ago % 3 == 0,
            Habit::Newcomer => ago == 5,
            Habit::Gone => ago == 2,
            Habit::Script => true,
        };
        let Some(at) = days.at(&midnight, morning).filter(|_| comes) else { continue };
        if matches!(habit, Habit::Script) {
            visit.client.user_agent = Some(SCRIPT.to_owned());
            visit.script(user, at).await?;
            continue;
        }
        let password = if some(services, 8) == 0 { Password::Mistyped } else { Password::Right };
        let signed_in = visit.sign_in(user, at, password).await?;
        for hours in [2, 5] {
            if let (true, Some(later)) = (signed_in, days.at(&midnight, morning + hours * 60 * 60)) {
                visit.refresh(later).await?;
            }
        }
    }
    Ok(())
}

/// An application that works through the night.
async fn program(services: &Arc<Services>, app: &super::ready::App, days: Days) -> Result<(), Fault> {
    let visit = Visit::new(services, app, OFFICES[0].into(), SCRIPT);
    for (_, midnight) in days.all() {
        for hour in [1, 13] {
            if let Some(at) = days.at(&midnight, hour * 60 * 60 + some(services, 600)) {
                visit.work(at).await?;
            }
        }
    }
    Ok(())
}

/// Somebody who guesses names and passwords from somewhere else.
async fn stranger(services: &Arc<Services>, world: &World, tenant: &str, days: Days) -> Result<(), Fault> {
    let Some(tools) = world.apps.iter().find(|app| app.tag == "tools" && app.tenant == tenant) else {
        return Ok(());
    };
    let Some(partner) = world.tenants.iter().find(|known| known.id == tenant) else { return Ok(()) };
    for (ago, midnight) in days.all().filter(|(ago, _)| ago % 7 == 3) {
        for (number, name) in ["info", "sales", "user", "admin"].into_iter().enumerate() {
            let visit = Visit::new(services, tools, ELSEWHERE.into(), SCRIPT);
            let after = i64::try_from(number).unwrap_or(0) * 40;
            if let Some(at) = days.at(&midnight, 19 * 60 * 60 + after) {
                let guess = format!("Spring-{}", 2019 + ago);
                visit.guess(&format!("{name}@{}", partner.domain), &guess, at).await?;
            }
        }
    }
    Ok(())
}
