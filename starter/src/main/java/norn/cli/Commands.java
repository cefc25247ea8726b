package norn.cli;

import norn.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Creates the commands, each with the terminal to print to. */
record Commands(Terminal terminal) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                constructor.setAccessible(true); // commands are package-private
                return type.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
