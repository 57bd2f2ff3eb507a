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
