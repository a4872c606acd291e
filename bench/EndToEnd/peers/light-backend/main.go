// A backend that costs next to nothing, so that what a proxy in front of it costs can be seen: an SSH server that knows
// four commands and starts no process for any of them.
//
//	light-backend -listen 127.0.0.1:0 -hostkey FILE -authorized FILE
//
// Commands, wherever they stand in the exec line, so that a proxy may take them for git's: "down/N" sends N bytes, "up"
// takes all there is, "echo" returns what comes, "idle" waits for the end, anything else ends at once with status 0.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
)

var (
	listen     = flag.String("listen", "127.0.0.1:0", "where to listen")
	hostKey    = flag.String("hostkey", "", "the private host key")
	authorized = flag.String("authorized", "", "the public keys that may log in")
	down       = regexp.MustCompile(`down/([0-9]+)`)
	block      = make([]byte, 32*1024)
)

func main() {
	flag.Parse()
	config := &ssh.ServerConfig{PublicKeyCallback: onlyKeys(*authorized)}
	config.AddHostKey(readKey(*hostKey))
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(client, config)
	}
}

func serve(client net.Conn, config *ssh.ServerConfig) {
	connection, channels, requests, err := ssh.NewServerConn(client, config)
	if err != nil {
		client.Close()
		return
	}
	defer connection.Close()
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		if channel, requests, err := offered.Accept(); err == nil {
			go session(channel, requests)
		}
	}
}

func session(channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		if request.Type != "exec" {
			request.Reply(request.Type == "env", nil)
			continue
		}
		var command struct{ Line string }
		ssh.Unmarshal(request.Payload, &command)
		request.Reply(true, nil)
		go func() {
			defer channel.Close()
			run(command.Line, channel)
			channel.SendRequest("exit-status", false, []byte{0, 0, 0, 0})
		}()
	}
}

func run(line string, channel ssh.Channel) {
	switch match := down.FindStringSubmatch(line); {
	case match != nil:
		length, _ := strconv.ParseInt(match[1], 10, 64)
		for length > 0 {
			part := block
			if length < int64(len(part)) {
				part = part[:length]
			}
			if _, err := channel.Write(part); err != nil {
				return
			}
			length -= int64(len(part))
		}
	case strings.Contains(line, "/up'"), strings.Contains(line, "/idle'"):
		io.Copy(io.Discard, channel)
	case strings.Contains(line, "/echo'"):
		io.Copy(channel, channel)
	}
}

func onlyKeys(file string) func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
	lines, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	wanted := map[string]bool{}
	for len(lines) > 0 {
		key, _, _, rest, err := ssh.ParseAuthorizedKey(lines)
		if err != nil {
			log.Fatal(err)
		}
		wanted[string(key.Marshal())] = true
		lines = rest
	}
	return func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if wanted[string(key.Marshal())] {
			return nil, nil
		}
		return nil, fmt.Errorf("this key is not known")
	}
}

func readKey(file string) ssh.Signer {
	pem, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	key, err := ssh.ParsePrivateKey(pem)
	if err != nil {
		log.Fatal(err)
	}
	return key
}
