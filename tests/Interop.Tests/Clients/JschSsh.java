// The part of the ssh command line that git uses, on JSch: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.
// The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public final class JschSsh {
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        List<String> names = new ArrayList<>();
        int port = 22;
        while (words.get(0).startsWith("-")) {
            String option = words.remove(0);
            if (option.equals("-p")) {
                port = Integer.parseInt(words.remove(0));
            } else if (option.equals("-o")) {
                String value = words.remove(0);
                if (value.startsWith("SendEnv=")) names.add(value.substring("SendEnv=".length()));
            }
        }
        String[] user = words.remove(0).split("@", 2);

        JSch jsch = new JSch();
        jsch.setKnownHosts(System.getenv("SSH_KNOWN_HOSTS"));
        jsch.addIdentity(System.getenv("SSH_KEY"));
        Session session = jsch.getSession(user[0], user[1], port);
        session.connect(20_000);
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        for (String name : names) {
            if (System.getenv(name) != null) channel.setEnv(name, System.getenv(name));
        }
        channel.setCommand(String.join(" ", words));
        channel.setInputStream(System.in, true);
        channel.setErrStream(System.err, true);
        InputStream output = channel.getInputStream();
        channel.connect(20_000);
        output.transferTo(System.out);
        System.out.flush();
        while (!channel.isClosed()) Thread.sleep(10);
        System.exit(channel.getExitStatus());
    }
}
