/// Dead letters by cause: looking at them, trying them again, dropping them, and watching long actions.
@NullMarked
package atoll.console.dead;

import org.jspecify.annotations.NullMarked;
