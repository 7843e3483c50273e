/// Limit policies: what operators say about how much may run, kept as records of the topic `atoll.policy`.
///
/// [LimitPolicies] is what is in force; [PolicyLog] folds it from the topic and changes it, with one winner if two
/// change
/// it at once. What limits do with it is in [atoll.work.limit]; see docs/adr/0006-limits.md.
@NullMarked
package atoll.work.policy;

import org.jspecify.annotations.NullMarked;
