package atoll.changeprop.rule.template;

import java.io.ByteArrayOutputStream;

/// Collects what a template makes, up to what [Template] allows.
final class BoundedBytes extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int next) {
        Template.checkSize(size() + 1);
        super.write(next);
    }

    @Override
    public synchronized void write(byte[] from, int at, int count) {
        Template.checkSize(size() + count);
        super.write(from, at, count);
    }
}
