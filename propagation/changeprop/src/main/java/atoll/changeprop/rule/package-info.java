/// Rules: which events lead to which requests, how often they are tried, and how fast.
///
/// A [RuleSet] is what `rule.file` read and validated: immutable, with a hash that changes whenever a decision could.
/// [StreamRules] decide which rules want an event of a stream; [Rule#choose] decides again, when the event is carried
/// out, by which of a rule's cases. `rule.match` says what events look like, `rule.template` makes requests of them.
@NullMarked
package atoll.changeprop.rule;

import org.jspecify.annotations.NullMarked;
