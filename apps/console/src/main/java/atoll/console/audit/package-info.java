/// Who changed what, when and why.
@NullMarked
package atoll.console.audit;

import org.jspecify.annotations.NullMarked;
