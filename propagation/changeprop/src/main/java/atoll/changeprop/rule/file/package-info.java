/// Reads rules from change-propagation's configuration files, all problems at once.
@NullMarked
package atoll.changeprop.rule.file;

import org.jspecify.annotations.NullMarked;
