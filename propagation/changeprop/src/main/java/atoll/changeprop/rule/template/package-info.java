/// Makes the parts of a request out of an event: change-propagation's templates, without generated code and in time
/// linear in template and event.
@NullMarked
package atoll.changeprop.rule.template;

import org.jspecify.annotations.NullMarked;
