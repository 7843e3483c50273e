/// [ClientCalls] is the real thing behind the executors' port to HTTP.
@NullMarked
package atoll.changeprop.executor.client;

import org.jspecify.annotations.NullMarked;
