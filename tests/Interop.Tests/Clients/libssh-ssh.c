/* The part of the ssh command line that git uses, on libssh: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.
 * The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS. */
#include <libssh/libssh.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static ssh_session session;

static void must(int fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "libssh: %s: %s\n", what, ssh_get_error(session));
    exit(255);
}

/* Copies what has come of one of the channel's two streams; the number of bytes. */
static int copy_out(ssh_channel channel, int is_stderr, int fd)
{
    static char buffer[65536];
    int count = ssh_channel_read_nonblocking(channel, buffer, sizeof buffer, is_stderr);
    if (count <= 0)
        return 0;
    for (int done = 0; done < count;) {
        ssize_t written = write(fd, buffer + done, count - done);
        if (written < 0)
            exit(255);
        done += (int)written;
    }
    return count;
}

int main(int argc, char **argv)
{
    const char *names[8];
    int name_count = 0, port = 22, option;
    while ((option = getopt(argc, argv, "+o:p:46")) != -1) {
        if (option == 'p')
            port = atoi(optarg);
        else if (option == 'o' && strncmp(optarg, "SendEnv=", 8) == 0 && name_count < 8)
            names[name_count++] = optarg + 8;
    }
    if (argc - optind < 2)
        return 255;
    char *user = strdup(argv[optind]), *host = strchr(user, '@');
    *host++ = '\0';

    session = ssh_new();
    ssh_options_set(session, SSH_OPTIONS_HOST, host);
    ssh_options_set(session, SSH_OPTIONS_PORT, &port);
    ssh_options_set(session, SSH_OPTIONS_USER, user);
    ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, getenv("SSH_KNOWN_HOSTS"));
    ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    must(ssh_connect(session) == SSH_OK, "connecting");
    must(ssh_session_is_known_server(session) == SSH_KNOWN_HOSTS_OK, "the host key");
    ssh_key key;
    must(ssh_pki_import_privkey_file(getenv("SSH_KEY"), NULL, NULL, NULL, &key) == SSH_OK, "the key file");
    must(ssh_userauth_publickey(session, NULL, key) == SSH_AUTH_SUCCESS, "logging in");

    ssh_channel channel = ssh_channel_new(session);
    must(ssh_channel_open_session(channel) == SSH_OK, "opening a channel");
    for (int i = 0; i < name_count; i++) {
        if (getenv(names[i]) != NULL)
            ssh_channel_request_env(channel, names[i], getenv(names[i]));
    }
    char command[65536] = "";
    for (int i = optind + 1; i < argc; i++)
        snprintf(command + strlen(command), sizeof command - strlen(command), "%s%s", i > optind + 1 ? " " : "", argv[i]);
    must(ssh_channel_request_exec(channel, command) == SSH_OK, "running the command");

    struct pollfd fds[] = {{.fd = ssh_get_fd(session), .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    for (;;) {
        int moved = copy_out(channel, 0, STDOUT_FILENO) + copy_out(channel, 1, STDERR_FILENO);
        if (moved == 0 && (ssh_channel_is_eof(channel) || !ssh_channel_is_open(channel)))
            break;
        if (moved > 0)
            continue;
        must(poll(fds, 2, 1000) >= 0, "waiting");
        if (fds[1].revents & (POLLIN | POLLHUP)) {
            char buffer[32768];
            ssize_t count = read(STDIN_FILENO, buffer, sizeof buffer);
            if (count > 0) {
                must(ssh_channel_write(channel, buffer, (uint32_t)count) == count, "sending");
            } else {
                ssh_channel_send_eof(channel);
                fds[1].fd = -1;
            }
        }
    }
    int status = ssh_channel_get_exit_status(channel);
    ssh_channel_close(channel);
    ssh_disconnect(session);
    return status < 0 ? 255 : status;
}
