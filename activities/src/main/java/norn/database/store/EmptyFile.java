package norn.database.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file that holds nothing: no byte, or what gzip, bzip2, xz or zstd make of no byte. That is what is left of a dump that failed in front
 * of a pipe, and every check of the archive calls it whole.
 */
final class EmptyFile {
    private static final HexFormat HEX = HexFormat.of();
    private static final String GZIP = "1f8b";
    private static final String BZIP2_END = "17724538509000000000";
    private static final String XZ = "fd377a585a00";
    private static final int XZ_WITHOUT_BLOCK_BYTES = 32;
    private static final String ZSTD = "28b52ffd";
    private static final String ZSTD_LAST_BLOCK_OF_NOTHING = "010000";
    private static final int LONGEST_OTHER_BYTES = 32;

    private EmptyFile() {}

    /** The files in that folder, by their paths in it, where every one of them holds nothing; none where one holds something. */
    static List<String> allIn(Path folder) {
        try (var files = Files.walk(folder)) {
            var all = files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
            return all.stream().allMatch(EmptyFile::is)
                    ? all.stream()
                            .map(file -> folder.relativize(file).toString())
                            .toList()
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }

    private static boolean is(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var head = HEX.formatHex(in.readNBytes(LONGEST_OTHER_BYTES + 1));
            return head.isEmpty() || (head.startsWith(GZIP) ? isGzipOfNothing(file) : isOtherOfNothing(head));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** To its first byte: a large one is not unpacked. */
    private static boolean isGzipOfNothing(Path file) {
        try (var unpacked = new GZIPInputStream(Files.newInputStream(file))) {
            return unpacked.read() < 0;
        } catch (IOException damaged) {
            return false; // what verifies it says so
        }
    }

    private static boolean isOtherOfNothing(String bytes) {
        return bytes.matches("425a683[1-9]" + BZIP2_END)
                || (bytes.startsWith(XZ) && bytes.length() == 2 * XZ_WITHOUT_BLOCK_BYTES)
                || (bytes.startsWith(ZSTD) && bytes.length() > ZSTD.length() + 2 && isZstdOfNothing(bytes));
    }

    /** A frame's header says how long it is itself; its first block is behind it. */
    private static boolean isZstdOfNothing(String bytes) {
        var descriptor = HexFormat.fromHexDigits(bytes, ZSTD.length(), ZSTD.length() + 2);
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeBytes = new int[] {isSingleSegment ? 1 : 0, 2, 4, 8}[descriptor >> 6];
        var dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
        var header = 1 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
        var checksumBytes = (descriptor & 4) != 0 ? 4 : 0;
        var block = ZSTD.length() + 2 * header;
        return bytes.startsWith(ZSTD_LAST_BLOCK_OF_NOTHING, block)
                && bytes.length() == block + ZSTD_LAST_BLOCK_OF_NOTHING.length() + 2 * checksumBytes;
    }
}
