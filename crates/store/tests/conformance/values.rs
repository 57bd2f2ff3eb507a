//! Personal values: found, revealed, destroyed.

use super::tell;
use crate::world::{BUREAU, OTHER, stories, story};
use app::Library;
use app::ports::{MatterFilter, Reach, SharedStore, StoreError};
use kernel::{OrgPath, ValueId};

pub async fn values_are_revealed_to_whoever_asks(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..10);
    tell(store, &stories).await;
    for story in &stories {
        let plain: Vec<_> = story.commits.iter().flat_map(|c| &c.values).collect();
        let mut asked: Vec<ValueId> = plain.iter().map(|p| p.value).collect();
        asked.insert(1, ValueId(uuid::Uuid::from_u128(42)));
        let mut expected: Vec<Option<String>> = plain.iter().map(|p| Some(p.text.clone())).collect();
        expected.insert(1, None);
        assert_eq!(store.reveal(BUREAU, &asked).await.unwrap(), expected);
        assert!(store.reveal(OTHER, &asked).await.unwrap().iter().all(Option::is_none));
    }
    assert_eq!(store.reveal(BUREAU, &[]).await.unwrap(), Vec::<Option<String>>::new());
}

pub async fn people_are_found_by_number_and_name(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..10);
    tell(store, &stories).await;
    let filter = |text: &str| MatterFilter {
        reach: Reach::Units(vec![OrgPath::new("/city")]),
        text: Some(text.to_owned()),
        limit: 10,
        ..MatterFilter::default()
    };
    for story in &stories {
        assert_eq!(store.person_by_number(BUREAU, &story.number).await.unwrap(), Some(story.subject));
        assert_eq!(store.person_by_number(OTHER, &story.number).await.unwrap(), None);
        // Full-width digits and spaces, as people type them.
        let wide: String = story.number.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        assert_eq!(store.person_by_number(BUREAU, &format!(" {wide} ")).await.unwrap(), Some(story.subject));
        let found = store.matters(BUREAU, &filter(&story.name)).await.unwrap();
        assert!(found.rows.iter().any(|r| r.id == story.id), "{} is not found", story.name);
        let number = found.rows[0].number.clone().unwrap();
        assert_eq!(store.matters(BUREAU, &filter(&number)).await.unwrap().rows[0].number, Some(number));
        assert_eq!(store.matters(OTHER, &filter(&story.name)).await.unwrap().total, 0);
        let part: String = story.name.chars().take(3).collect();
        assert_eq!(store.matters(BUREAU, &filter(&part)).await.unwrap().total, 0, "only the whole name is found");
    }
    assert_eq!(store.person_by_number(BUREAU, "不存在").await.unwrap(), None);
}

/// Somebody who came three times, as three persons; the third matter is in another district.
pub async fn matters_are_found_by_identifier_within_the_scope(store: &SharedStore, library: &Library) {
    let mut all = stories(library, 20..60);
    let mut take = |district: &str| {
        let place = all.iter().position(|s| s.commits[0].changes[0].after.unit.as_str().starts_with(district)).unwrap();
        all.remove(place)
    };
    let mut told = vec![take("/city/east"), take("/city/east"), take("/city/west")];
    for (n, story) in told.iter_mut().enumerate() {
        let mut given = story.commits[0].values[0].clone();
        (given.value, given.text, given.search) =
            (ValueId(uuid::Uuid::from_u128(1_000 + n as u128)), "04732012348".to_owned(), Some("phone"));
        story.commits[0].values.push(given);
    }
    tell(store, &told).await;
    let filter = |unit: &str, id: &str| MatterFilter {
        reach: Reach::Units(vec![OrgPath::new(unit)]),
        identifier: Some(id.to_owned()),
        limit: 10,
        ..MatterFilter::default()
    };
    let found = |unit: &'static str, id: &'static str| async move {
        let page = store.matters(BUREAU, &filter(unit, id)).await.unwrap();
        assert_eq!(page.total, page.rows.len() as u64, "the count knows no more than the list");
        page.rows.into_iter().map(|row| row.id).collect::<std::collections::BTreeSet<_>>()
    };
    let ids = |of: &[crate::world::Story]| of.iter().map(|s| s.id).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(found("/city", "04732012348").await, ids(&told));
    assert_eq!(found("/city/east", "04732012348").await, ids(&told[..2]));
    assert_eq!(found("/city/west", "04732012348").await, ids(&told[2..]));
    assert_eq!(found("/nowhere", "04732012348").await, ids(&[]));
    assert_eq!(found("/city", "0473201234").await, ids(&[]), "only the whole of it is found");
    assert_eq!(store.matters(OTHER, &filter("/city", "04732012348")).await.unwrap().total, 0);
    let text = MatterFilter { text: Some("04732012348".to_owned()), identifier: None, ..filter("/city", "") };
    assert_eq!(store.matters(BUREAU, &text).await.unwrap().total, 0, "a text is a number or a name");
    let mut persons: Vec<_> = told.iter().map(|s| s.subject).collect();
    persons.sort();
    assert_eq!(store.persons_by_identifier(BUREAU, "04732012348").await.unwrap(), persons);
    assert_eq!(store.persons_by_identifier(OTHER, "04732012348").await.unwrap(), []);
    assert!(store.persons_by_identifier(BUREAU, &told[0].number).await.unwrap().contains(&told[0].subject));
    // What is destroyed is not found any more: with a matter, with a person.
    crate::world::destroy(&**store, library, &[told[0].id]).await;
    assert_eq!(found("/city", "04732012348").await, ids(&told[1..]));
    store.destroy_person(BUREAU, told[1].subject).await.unwrap();
    assert_eq!(found("/city", "04732012348").await, ids(&told[2..]));
    assert_eq!(store.persons_by_identifier(BUREAU, "04732012348").await.unwrap(), [told[2].subject]);
}

pub async fn destruction_is_for_good_and_verifies(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..4);
    tell(store, &stories).await;
    let (gone, kept) = (&stories[0], &stories[1]);
    let values = |story: &crate::world::Story| story.commits.iter().flat_map(|c| &c.values).map(|p| p.value).collect::<Vec<_>>();
    let before = store.verify(BUREAU, library).await.unwrap();
    assert_eq!(before.destroyed, 0);
    store.destroy_person(BUREAU, gone.subject).await.unwrap();
    store.destroy_person(BUREAU, gone.subject).await.unwrap();
    assert!(store.reveal(BUREAU, &values(gone)).await.unwrap().iter().all(Option::is_none));
    assert!(store.reveal(BUREAU, &values(kept)).await.unwrap().iter().all(Option::is_some));
    assert_eq!(store.person_by_number(BUREAU, &gone.number).await.unwrap(), None);
    let named = MatterFilter {
        reach: Reach::Units(vec![OrgPath::new("/city")]),
        text: Some(gone.name.clone()),
        limit: 10,
        ..MatterFilter::default()
    };
    assert_eq!(store.matters(BUREAU, &named).await.unwrap().total, 0);
    let after = store.verify(BUREAU, library).await.unwrap();
    assert_eq!((after.values, after.faults.len()), (before.values, 0));
    assert_eq!(after.destroyed, values(gone).len() as u64);
    // Nothing is written for a person whose destruction the law demanded.
    let mut more = story(library, 77).commits.remove(0);
    more.values.iter_mut().for_each(|v| v.person = gone.subject);
    assert!(matches!(store.commit(BUREAU, more).await, Err(StoreError::Damaged(_))));
    assert_eq!(store.matter(BUREAU, gone.id).await.unwrap().unwrap().seq, gone.commits.last().unwrap().changes[0].after.seq);
}
