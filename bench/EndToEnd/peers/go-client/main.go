// A client on golang.org/x/crypto/ssh that puts on the same loads as tools/load, in the same words and with the same line of JSON:
// what both see alike is the server's doing and not the load generator's.
//
//	go-client -to HOST:PORT -identity FILE -hostkey FILE -count N -width N logins
//	go-client -to HOST:PORT -identity FILE -hostkey FILE -cipher NAME -bytes N transfers
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

var (
	to       = flag.String("to", "", "the server's address")
	user     = flag.String("user", "git", "the login name")
	identity = flag.String("identity", "", "the private key to log in with")
	hostKey  = flag.String("hostkey", "", "the server's public host key")
	cipher   = flag.String("cipher", "aes128-gcm@openssh.com", "the only cipher that is offered")
	count    = flag.Int64("count", 100, "how many logins")
	width    = flag.Int("width", 8, "how many at a time")
	length   = flag.Int64("bytes", 20<<20, "bytes of the transfer")
)

func main() {
	flag.Parse()
	pinned := readPublicKey(*hostKey)
	config := &ssh.ClientConfig{
		Config:            ssh.Config{Ciphers: []string{*cipher}, KeyExchanges: []string{"curve25519-sha256"}},
		User:              *user,
		Auth:              []ssh.AuthMethod{ssh.PublicKeys(readKey(*identity))},
		HostKeyCallback:   ssh.FixedHostKey(pinned),
		HostKeyAlgorithms: []string{pinned.Type()},
		Timeout:           time.Minute,
	}
	switch flag.Arg(0) {
	case "logins":
		logins(config)
	case "transfers":
		transfer(config)
	default:
		log.Fatal("say logins or transfers")
	}
}

func logins(config *ssh.ClientConfig) {
	var next, failures int64
	var all sync.WaitGroup
	began := time.Now()
	for i := 0; i < *width; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for atomic.AddInt64(&next, 1) <= *count {
				if err := login(config); err != nil {
					log.Print(err)
					atomic.AddInt64(&failures, 1)
				}
			}
		}()
	}
	all.Wait()
	seconds := time.Since(began).Seconds()
	fmt.Printf("{\"seconds\":%f,\"perSecond\":%f,\"failures\":%d}\n", seconds, float64(*count-failures)/seconds, failures)
}

func login(config *ssh.ClientConfig) error {
	connection, err := ssh.Dial("tcp", *to, config)
	if err != nil {
		return err
	}
	defer connection.Close()
	session, err := connection.NewSession()
	if err != nil {
		return err
	}
	return session.Run("git-upload-pack '/load/true'")
}

func transfer(config *ssh.ClientConfig) {
	connection, err := ssh.Dial("tcp", *to, config)
	if err != nil {
		log.Fatal(err)
	}
	session, err := connection.NewSession()
	if err != nil {
		log.Fatal(err)
	}
	output, err := session.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	began := time.Now()
	if err := session.Start(fmt.Sprintf("git-upload-pack '/load/down/%d'", *length)); err != nil {
		log.Fatal(err)
	}
	received, err := io.Copy(io.Discard, output)
	failures := 0
	if err != nil || received != *length || session.Wait() != nil {
		failures = 1
	}
	seconds := time.Since(began).Seconds()
	fmt.Printf("{\"seconds\":%f,\"megabytesPerSecond\":%f,\"failures\":%d}\n", seconds, float64(received)/seconds/1e6, failures)
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
