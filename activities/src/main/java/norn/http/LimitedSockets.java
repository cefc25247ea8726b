package norn.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets of which so much is read and no more: then reading fails, whatever the other side makes of it. */
final class LimitedSockets extends SocketFactory {
    private final long bytes;

    /** Each may be read up to that many bytes. */
    LimitedSockets(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public Socket createSocket() {
        return new LimitedSocket(bytes);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connectedElsewhere();
    }

    private static UnsupportedOperationException connectedElsewhere() {
        return new UnsupportedOperationException("the client connects its sockets itself");
    }

    private static final class LimitedSocket extends Socket {
        private final long bytes;

        private LimitedSocket(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), bytes);
        }
    }

    private static final class LimitedStream extends FilterInputStream {
        private final long bytes;
        private long left;

        private LimitedStream(InputStream whole, long bytes) {
            super(whole);
            this.bytes = bytes;
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var read = super.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("it sends more than %,d bytes".formatted(bytes));
            }
        }
    }
}
