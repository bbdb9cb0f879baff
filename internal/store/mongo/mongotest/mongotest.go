// Package mongotest gives tests a MongoDB database each: on the server that BUKUTAMU_TEST_MONGO
// names, or else on a test server of its own that speaks the same protocol, behind a front that
// makes it keep the two promises of MongoDB it does not keep by itself. Only tests import it.
//
// What the test server cannot show: query plans, failover, transactions.
package mongotest

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// Real reports whether the tests run on a real server.
func Real() bool { return os.Getenv("BUKUTAMU_TEST_MONGO") != "" }

// Database is the address of an empty database that is dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	return At(t, server(t))
}

// At is like Database, on the server or front at that address.
func At(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/bukutamu_test_" + strings.ToLower(rand.Text()[:12])
	t.Cleanup(func() { drop(t, server(t), strings.TrimPrefix(u.Path, "/")) })
	return u.String()
}

// Beside is the address of the same database past the front.
func Beside(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(server(t))
	if err != nil {
		t.Fatal(err)
	}
	to.Path = u.Path
	return to.String()
}

func drop(t testing.TB, address, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	client, err := mongo.Connect(ctx, options.Client().ApplyURI(address))
	if err == nil {
		err = client.Database(name).Drop(ctx)
	}
	if err != nil {
		t.Errorf("the database %s is left behind: %v", name, err)
		return
	}
	_ = client.Disconnect(ctx)
}

// Server is the address of the server that the tests of this process share, its front included.
func Server(t testing.TB) string {
	t.Helper()
	return server(t)
}

var start = sync.OnceValues(func() (string, error) {
	if uri := os.Getenv("BUKUTAMU_TEST_MONGO"); uri != "" {
		return uri, nil
	}
	raw, err := begin()
	if err != nil {
		return "", err
	}
	f, err := NewFront(raw)
	if err != nil {
		return "", err
	}
	return f.Address(), nil
})

func server(t testing.TB) string {
	t.Helper()
	address, err := start()
	if err != nil {
		t.Fatalf("no test server for MongoDB: %v", err)
	}
	return address
}

// alive holds the test server's standard input, kept from the garbage collector, which would close it.
var alive []io.Closer

// begin builds the test server and starts it on a free port of the loopback. It ends when its
// standard input does: at the latest with this process.
func begin() (string, error) {
	binary, err := build()
	if err != nil {
		return "", err
	}
	cmd := exec.Command(binary)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	alive = append(alive, in)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("the test server says nothing: %w", err)
	}
	u, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		return "", err
	}
	return u.Host, nil
}

// build makes the test server's program; Go's cache makes the second time quick.
func build() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	source := filepath.Join(filepath.Dir(filepath.Dir(here)), "testserver")
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	binary := filepath.Join(cache, "bukutamu", "testserver")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return binary, nil
}
