use super::*;

#[test]
fn a_full_lane_refuses_and_the_other_still_takes() {
    let queue = Queue::new(1, 1);
    queue.push(Lane::Normal, 1).unwrap();
    assert_eq!(queue.push(Lane::Normal, 2), Err(StoreError::Overloaded));
    queue.push(Lane::Bulk, 3).unwrap();
    assert_eq!(queue.depth(), (1, 1));
}

#[test]
fn bulk_waits_for_an_empty_lane_but_not_for_ever() {
    let queue = Queue::new(1000, 10);
    queue.push(Lane::Bulk, -1).unwrap();
    let mut normal = 0;
    loop {
        queue.push(Lane::Normal, normal).unwrap();
        if queue.take(8, 8) == Some(vec![-1]) {
            break;
        }
        normal += 1;
    }
    assert_eq!(normal, i32::try_from(PATIENCE).unwrap());

    queue.take(8, 8).unwrap();
    queue.push(Lane::Bulk, -2).unwrap();
    assert_eq!(queue.take(8, 8), Some(vec![-2]));
}

#[test]
fn a_closed_queue_is_drained_first() {
    let queue = Queue::new(10, 10);
    queue.push(Lane::Normal, 1).unwrap();
    queue.push(Lane::Normal, 2).unwrap();
    queue.push(Lane::Bulk, 3).unwrap();
    queue.close();
    assert!(matches!(queue.push(Lane::Normal, 4), Err(StoreError::Unavailable(_))));
    assert_eq!(queue.take(1, 1), Some(vec![1]));
    assert_eq!(queue.take(5, 1), Some(vec![2]));
    assert_eq!(queue.take(5, 1), Some(vec![3]));
    assert_eq!(queue.take(5, 1), None);
}
