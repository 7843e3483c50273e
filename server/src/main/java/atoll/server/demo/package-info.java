/// `atoll demo`: Atoll in one process with a sample wiki that plays MediaWiki's part.
///
/// The wiki's edits lead to the events and signed jobs that MediaWiki's EventBus extension would send, and its job
/// endpoint carries the jobs out: link tables, category counts, cached pages and reports are right only if no job was
/// lost, which [SampleWiki#check()] tells. Editors work in bursts; the wiki fails, is slow and read-only now and then.
@NullMarked
package atoll.server.demo;

import org.jspecify.annotations.NullMarked;
