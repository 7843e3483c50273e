package atoll.log;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// A newer producer of the same name exists; this one can never append again.
public final class ProducerFenced extends AtollException {
    public ProducerFenced(String message) {
        super(ErrorKind.CONFLICT, message);
    }
}
