@NullMarked
package atoll.changeprop.redaction;

import org.jspecify.annotations.NullMarked;
