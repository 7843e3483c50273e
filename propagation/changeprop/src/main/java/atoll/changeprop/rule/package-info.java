/// Rules: which events lead to which requests, how often they are tried, and how fast.
///
/// [RuleFiles] reads the rules of change-propagation's configuration files and reports all problems at once; [RuleSet]
/// is the validated result, immutable, with a hash that changes whenever a decision could. A [Template] makes the parts
/// of a request out of an event, without generated code and in time linear in the event.
@NullMarked
package atoll.changeprop.rule;

import org.jspecify.annotations.NullMarked;
