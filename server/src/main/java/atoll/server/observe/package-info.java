/// What an operator watches: rates, waiting times and failures of each stream and job type, in memory.
///
/// [AttemptMeters] is told of every attempt on the work engine's thread and only counts there. [Rates] reads the
/// counters
/// every five seconds, and the log's and the ledger's totals with them, into [Series] of an hour (every five seconds)
/// and
/// a day (every minute). Nothing of it is kept on disk: after a restart the series begin again, and answers say since
/// when; the totals they are taken from are durable. What one process keeps is bounded: types beyond the first
/// [TypeNames#MOST] are counted together.
@NullMarked
package atoll.server.observe;

import org.jspecify.annotations.NullMarked;
