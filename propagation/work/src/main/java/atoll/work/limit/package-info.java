/// Limits: how much may run at once and in a time, of which types and wikis, moved by what the wikis answer.
///
/// Cores, stepped by the owner of the work partitions: [Limits] knows all of them and what runs; a [Limit] is what a
/// target has, an [AdaptiveLimit] and a [TokenBucket]. What operators say about them is in [atoll.work.policy]; the
/// units,
/// the algorithm and its sources in docs/adr/0006-limits.md.
@NullMarked
package atoll.work.limit;

import org.jspecify.annotations.NullMarked;
