// A reverse proxy for git over SSH as a Go team would write it on golang.org/x/crypto/ssh: it stands for the service of
// the talk. It authenticates clients by key, connects to the backend for each of them, and copies channels and requests
// both ways with the order that clients expect: data, EOF, exit-status, close.
//
//	go-proxy -listen 127.0.0.1:0 -hostkey FILE -authorized FILE -backend HOST:PORT -user NAME -identity FILE -backendkey FILE
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

var (
	listen     = flag.String("listen", "127.0.0.1:0", "where to listen")
	hostKey    = flag.String("hostkey", "", "the private host key")
	authorized = flag.String("authorized", "", "the public key that may log in")
	backend    = flag.String("backend", "", "the backend's address")
	user       = flag.String("user", "git", "the login name at the backend")
	identity   = flag.String("identity", "", "the private key to log in with at the backend")
	backendKey = flag.String("backendkey", "", "the backend's public host key")
)

func main() {
	flag.Parse()
	known := readPublicKey(*authorized)
	server := &ssh.ServerConfig{
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) == string(known.Marshal()) {
				return nil, nil
			}
			return nil, fmt.Errorf("this key is not known")
		},
	}
	server.AddHostKey(readKey(*hostKey))
	pinned := readPublicKey(*backendKey)
	client := &ssh.ClientConfig{
		User:              *user,
		Auth:              []ssh.AuthMethod{ssh.PublicKeys(readKey(*identity))},
		HostKeyCallback:   ssh.FixedHostKey(pinned),
		HostKeyAlgorithms: []string{pinned.Type()},
		Timeout:           10 * time.Second,
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	for {
		accepted, err := listener.Accept()
		if err != nil {
			log.Print(err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		go serve(accepted, server, client)
	}
}

func serve(accepted net.Conn, server *ssh.ServerConfig, client *ssh.ClientConfig) {
	accepted.SetDeadline(time.Now().Add(time.Minute))
	front, channels, requests, err := ssh.NewServerConn(accepted, server)
	if err != nil {
		accepted.Close()
		return
	}
	defer front.Close()
	accepted.SetDeadline(time.Time{})
	go ssh.DiscardRequests(requests)

	back, err := ssh.Dial("tcp", *backend, client)
	if err != nil {
		log.Printf("backend: %v", err)
		return
	}
	defer back.Close()
	go func() {
		back.Wait()
		front.Close()
	}()
	for offered := range channels {
		go relay(offered, back)
	}
}

func relay(offered ssh.NewChannel, back *ssh.Client) {
	there, fromBackend, err := back.OpenChannel(offered.ChannelType(), offered.ExtraData())
	if err != nil {
		offered.Reject(ssh.ConnectionFailed, "the backend refused the channel")
		return
	}
	here, fromClient, err := offered.Accept()
	if err != nil {
		there.Close()
		return
	}
	// What the backend says of a command must not overtake the answer to it.
	var answering sync.Mutex
	go func() {
		for request := range fromClient {
			answering.Lock()
			forward(request, there)
			answering.Unlock()
		}
		there.Close()
	}()
	go func() {
		io.Copy(there, here)
		there.CloseWrite()
	}()
	var output sync.WaitGroup
	output.Add(2)
	go func() {
		defer output.Done()
		io.Copy(here, there)
		here.CloseWrite()
	}()
	go func() {
		defer output.Done()
		io.Copy(here.Stderr(), there.Stderr())
	}()
	// The exit status must not overtake the output.
	for request := range fromBackend {
		if request.Type == "exit-status" || request.Type == "exit-signal" {
			output.Wait()
		}
		answering.Lock()
		forward(request, here)
		answering.Unlock()
	}
	output.Wait()
	answering.Lock()
	here.Close()
	answering.Unlock()
}

func forward(request *ssh.Request, to ssh.Channel) {
	ok, err := to.SendRequest(request.Type, request.WantReply, request.Payload)
	if request.WantReply {
		request.Reply(ok && err == nil, nil)
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

func readPublicKey(file string) ssh.PublicKey {
	line, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		log.Fatal(err)
	}
	return key
}
