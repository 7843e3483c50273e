/// Finding events by what is known of them (request id, page title, wiki, event id, sha1, root signature), and the tree
/// of
/// all that one edit led to.
///
/// An [Indexer] reads the event topics as a consumer of its own and keeps, in an ordered index beside the log, for each
/// term the places of the records that have it ([FindIndex]). The index holds hashes and places, no text: what is shown
/// is
/// read from the log, with redaction, and compared with what was asked, so that neither a hash that two terms share nor
/// a
/// field that must not be seen can lead to a record. It is a view: it is rebuilt from the log if it is erased, damaged
/// or
/// of another format. It is bounded: terms are kept in generations, and a generation goes when all its records have
/// gone
/// from the log, or when there are more records than the bound.
@NullMarked
package atoll.server.find;

import org.jspecify.annotations.NullMarked;
