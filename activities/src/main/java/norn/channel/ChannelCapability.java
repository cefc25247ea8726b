package norn.channel;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;

/** Channels: how people are notified. */
public final class ChannelCapability implements Capability<ChannelSettings> {
    @Override
    public String section() {
        return "channels";
    }

    @Override
    public Class<ChannelSettings> settings() {
        return ChannelSettings.class;
    }

    @Override
    public List<Action> actions() {
        var announce = new Announcer();
        return List.of(
                harmless(
                                "announce",
                                "Notifies an audience, once.",
                                announce::announce,
                                Option.required(
                                        "audience", Type.TEXT, "the name of an audience of host.channels.audiences"),
                                Option.required("message", Type.TEXT, "the id of the text"),
                                Option.optional("text", Type.TEXT, "what is added to it"))
                        .reading(call -> call.names("audience").stream()
                                .map(audience -> "channels.audiences." + audience)
                                .toList()),
                harmless(
                                "notify",
                                "Tells the people of some roles what waits for them.",
                                announce::notify,
                                Option.required("roles", Type.LIST, "the roles for which it waits"),
                                Option.optional("about", Type.TEXT, "the step, gate or criterion"),
                                Option.optional("text", Type.TEXT, "what they are asked"),
                                Option.optional("urgent", Type.FLAG, "those on call are notified too"))
                        .readingNothing()
                        .notifyingPeople(),
                harmless(
                                "page",
                                "Pages those on call.",
                                announce::page,
                                Option.optional("about", Type.TEXT, "the step, gate or criterion"),
                                Option.optional("text", Type.TEXT, "what has happened"))
                        .readingNothing()
                        .notifyingPeople(),
                harmless(
                        "test-channels",
                        "Sends a test notice to every audience that gets tests.",
                        announce::test,
                        Option.optional("audience", Type.TEXT, "only this audience")));
    }
}
