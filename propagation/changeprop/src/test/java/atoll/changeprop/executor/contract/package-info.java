/// What every executor promises, proved against real other ends: servers, programs, worker processes and handlers that
/// behave, and that do everything they must not.
@NullMarked
package atoll.changeprop.executor.contract;

import org.jspecify.annotations.NullMarked;
