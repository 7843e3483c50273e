/// Long-lived workers: processes that carry out many jobs each, one line of JSON in, one line of JSON out.
///
/// [WorkerPool] is the core: who gets which process, when one is replaced, how long to wait after one would not start.
/// It does no input or output itself; [WorkerProcess] is its port, [LocalProcesses] the real thing. A job that dies,
/// exits, hangs, leaks or talks nonsense costs its own attempt and its process, nothing else. [WorkerExecutor] turns
/// attempts into lines and answers into outcomes. The other end of the line for MediaWiki is in
/// `integrations/mediawiki`.
///
/// The protocol: the process greets with `{"ready":1}`; each request is
/// `{"id":…,"timeoutMs":…,"bulk":…,"event":…}`; each answer repeats the id ([WorkerAnswer]). End of input means: end.
/// Standard error is free text, kept for failure reports.
@NullMarked
package atoll.changeprop.executor.worker;

import org.jspecify.annotations.NullMarked;
