/// Reload of the rules while work goes on.
///
/// [RulesInForce] holds the one rule set that admission, owners and executors see; [RuleWatch] notices that rule files
/// changed and has them read again. A set that has problems never comes into force: the old one stays, and the problems
/// are shown. Deliveries keep their rule's name, so attempts under way go on, what waits for a rule that is gone waits
/// with that reason, and goes on when the rule is back.
@NullMarked
package atoll.changeprop.reload;

import org.jspecify.annotations.NullMarked;
