package atoll.work.ledger.state;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// The view in the index was written by another version of Atoll; it is rebuilt from the ledger.
public final class ViewOutdated extends AtollException {
    ViewOutdated(String what) {
        super(
                ErrorKind.INTERNAL,
                "the work index holds " + what
                        + ": stop Atoll, delete the index directory and start again; it is rebuilt from the log");
    }
}
