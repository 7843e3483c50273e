/// Offenders: each class here breaks a rule of the house on purpose, so that the rule can be seen to find it.
@NullMarked
package atoll.it.architecture.sample;

import org.jspecify.annotations.NullMarked;
