package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;

/// What each request of an attempt is made from.
///
/// @param chain what led to it
/// @param deadline of all requests of the attempt together
record Step(Attempt attempt, Rule rule, TriggeredBy chain, Deadline deadline) {}
