/// Tests of long-lived workers.
@NullMarked
package atoll.changeprop.executor.worker;

import org.jspecify.annotations.NullMarked;
