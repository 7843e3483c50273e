/// Executors: carrying a delivery out, and judging the answer.
///
/// [RuleExecutor] does what a delivery's rule says; a [WikiExecutor] runs jobs on the wiki they come from: over HTTP
/// ([MediaWikiExecutor], [RunSingleJobExecutor]) or by long-lived processes (package `worker`), as [WikiRoutes]
/// decides;
/// [HttpExecutor] sends any request; [ProgramExecutor] starts a program (package `process`); [HandlerExecutor] calls
/// code of the application that Atoll is part of. Requests go to configured hosts only ([WikiMap], [AllowedHosts]). An
/// answer
/// becomes
/// an outcome with a hint for the operator; what is not clearly a success is never taken for one. [JobSignature] knows
/// how MediaWiki signs job events.
@NullMarked
package atoll.changeprop.executor;

import org.jspecify.annotations.NullMarked;
