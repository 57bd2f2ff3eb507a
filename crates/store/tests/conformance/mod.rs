//! What every store must do, written against `dyn Store`. A store's own tests open one and run each of these on it; each ends in
//! `verify`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod acts;
pub mod destruction;
pub mod joint;
pub mod journal;
pub mod lists;
pub mod model;
pub mod people;
pub mod privacy;
pub mod sign_in;
pub mod values;

use crate::world::{BUREAU, OTHER, Story};
use app::Library;
use app::ports::{SharedStore, StoreError};

/// Runs every test of the suite on a store that `$open` makes: an async function that returns a guard and a [`SharedStore`],
/// or nothing where the test is skipped.
#[macro_export]
macro_rules! conformance {
    ($open:path) => {
        $crate::conformance!(@ $open, acts: written_acts_are_read_back, a_repeat_is_answered_and_not_done_again,
            a_repeat_within_a_batch_is_done_once, an_operation_id_serves_one_request, a_late_act_changes_nothing,
            one_of_many_rivals_wins, numbers_have_no_gap_and_no_double, a_matter_handed_over_is_counted_there, a_bulk_load_equals_single_acts, broken_acts_are_refused);
        $crate::conformance!(@ $open, joint: an_act_in_several_matters_is_one, one_late_matter_refuses_the_whole_act,
            a_matter_is_opened_inside_another, entries_are_written_with_their_matter, random_joint_acts_leave_no_half);
        $crate::conformance!(@ $open, lists: queues_list_what_the_model_lists, lists_list_what_the_model_lists,
            figures_equal_the_lists_behind_them, clocks_that_fire_are_found, long_merges_keep_their_order,
            counting_stops_at_the_cap, matters_are_handed_out_whole);
        $crate::conformance!(@ $open, values: values_are_revealed_to_whoever_asks, people_are_found_by_number_and_name, matters_are_found_by_identifier_within_the_scope,
            destruction_is_for_good_and_verifies);
        $crate::conformance!(@ $open, destruction: a_matters_values_go_with_it, what_is_shared_goes_with_the_last,
            what_is_left_of_a_person_stays_readable);
        $crate::conformance!(@ $open, people: bureaus_do_not_see_each_other, units_accounts_and_entries_are_kept, entries_are_paged_by_name_and_by_id,
            an_entry_is_changed_only_as_it_was_read,
            drafts_are_kept_until_dropped, a_plan_is_saved_only_over_what_was_read, settings_are_kept);
        $crate::conformance!(@ $open, journal: notes_are_listed_from_the_end, notes_written_at_once_make_one_chain,
            what_is_kept_and_its_note_are_one);
        $crate::conformance!(@ $open, sign_in: sessions_begin_and_end, a_session_that_ended_stays_ended, an_accounts_sessions_end_together,
            a_credential_changes_alone_and_ends_what_rests_on_it, browsers_are_known_for_a_time,
            tickets_are_used_once_for_one_purpose_in_time,
            a_second_factor_is_saved_only_over_what_was_read, a_subject_is_bound_to_one_account,
            a_passkey_is_one_accounts_and_counts_up);
        $crate::conformance!(@ $open, privacy: every_matter_of_a_person_is_found, closed_matters_come_oldest_first,
            a_poll_changes_only_from_what_was_read);
        $crate::conformance!(@ $open, model: random_acts_leave_what_the_model_says);
    };
    (@ $open:path, $group:ident: $($name:ident),+) => {
        mod $group {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let Some((_guard, store)) = $open().await else { return };
                    let library = $crate::world::library();
                    $crate::conformance::$group::$name(&store, &library).await;
                    $crate::conformance::assert_clean(&store, &library).await;
                }
            )+
        }
    };
}

/// Fails unless `verify` finds nothing.
pub async fn assert_clean(store: &SharedStore, library: &Library) {
    for bureau in [BUREAU, OTHER] {
        let report = store.verify(bureau, library).await.unwrap();
        assert!(report.faults.is_empty(), "{:#?}", report.faults);
    }
}

/// Commits every act of the stories, one story after the other.
pub async fn tell(store: &SharedStore, stories: &[Story]) {
    for story in stories {
        for commit in &story.commits {
            store.commit(BUREAU, commit.clone()).await.unwrap();
        }
    }
}

/// Commits many acts at once.
pub async fn at_once(store: &SharedStore, commits: Vec<app::ports::Commit>) -> Vec<Result<app::ports::Receipt, StoreError>> {
    let tasks: Vec<_> = commits
        .into_iter()
        .map(|commit| {
            let store = store.clone();
            tokio::spawn(async move { store.commit(BUREAU, commit).await })
        })
        .collect();
    let mut out = Vec::new();
    for task in tasks {
        out.push(task.await.unwrap());
    }
    out
}
