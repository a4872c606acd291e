// The part of the ssh command line that git uses, on golang.org/x/crypto/ssh: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.
// The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "xcrypto:", err)
		os.Exit(255)
	}
}

func main() {
	var names []string
	port := "22"
	words := os.Args[1:]
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		switch words[0] {
		case "-p":
			port = words[1]
			words = words[2:]
		case "-o":
			if name := strings.TrimPrefix(words[1], "SendEnv="); name != words[1] {
				names = append(names, name)
			}
			words = words[2:]
		default:
			words = words[1:]
		}
	}
	user, host, _ := strings.Cut(words[0], "@")

	pem, err := os.ReadFile(os.Getenv("SSH_KEY"))
	must(err)
	signer, err := ssh.ParsePrivateKey(pem)
	must(err)
	callback, err := knownhosts.New(os.Getenv("SSH_KNOWN_HOSTS"))
	must(err)
	client, err := ssh.Dial("tcp", net.JoinHostPort(host, port), &ssh.ClientConfig{
		User:            user,
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(signer)},
		HostKeyCallback: callback,
	})
	must(err)
	session, err := client.NewSession()
	must(err)
	for _, name := range names {
		if value, found := os.LookupEnv(name); found {
			_ = session.Setenv(name, value)
		}
	}
	// Standard input by a pipe: with session.Stdin the end of the command would wait for the end of ours.
	input, err := session.StdinPipe()
	must(err)
	session.Stdout = os.Stdout
	session.Stderr = os.Stderr
	must(session.Start(strings.Join(words[1:], " ")))
	go func() {
		_, _ = io.Copy(input, os.Stdin)
		_ = input.Close()
	}()
	err = session.Wait()
	var exit *ssh.ExitError
	if errors.As(err, &exit) {
		os.Exit(exit.ExitStatus())
	}
	must(err)
}
