/// Processes of this machine: [LocalPrograms] runs one program for each attempt; [ProcessGroup] and [Complaints] are
/// what every process needs that Atoll starts, also the long-lived workers.
@NullMarked
package atoll.changeprop.executor.process;

import org.jspecify.annotations.NullMarked;
