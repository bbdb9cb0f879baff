package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bukutamu/internal/store/mongo/mongotest"
)

// What keeps the program from a MongoDB is one line without the password, exit 2; nothing is made,
// neither there nor in the data folder.
func TestADatabaseOnMongoThatCannotBeUsed(t *testing.T) {
	const secret = "ge%68eim" // geheim
	front := mongotest.Before(t)
	with := func(uri string) string { return strings.Replace(uri, "://", "://petugas:"+secret+"@", 1) }
	refuse := func(code int32, name, text string, commands ...string) func(string) {
		return func(string) {
			front.Break(func(command string) mongotest.Act {
				if strings.Contains(" "+strings.Join(commands, " ")+" ", " "+command+" ") {
					return mongotest.Act{Refuse: mongotest.No(code, name, text)}
				}
				return mongotest.Act{}
			})
		}
	}
	for _, c := range []struct {
		name, says string
		uri        func(string) string
		before     func(uri string)
	}{
		{"no address", "this is no address of a MongoDB", func(string) string { return "mongodb://petugas:" + secret + "%zz@127.0.0.1:1/tamu?x" }, nil},
		{"an option nobody knows the value of", "this is no address of a MongoDB", func(u string) string { return with(u) + "?w=-7" }, nil},
		{"unreachable", "no server that takes writes answers there", func(string) string { return with("mongodb://127.0.0.1:1/tamu") }, nil},
		{"no primary", "no server that takes writes answers there", nil, func(string) { front.Member("tamu", false) }},
		{"wrong password", "does not accept the user and the password", with, refuse(18, "AuthenticationFailed", "Authentication failed.", "saslStart", "saslContinue")},
		{"a reader", "give the role readWrite", nil, refuse(13, "Unauthorized", "not authorized on tamu to execute command", "insert", "update", "delete", "createIndexes")},
		{"a server of old", "needs MongoDB 4.4 or newer", nil, func(string) { front.Greet(mongotest.Words("maxWireVersion", 7)) }},
		{"a server older than the driver", "needs MongoDB 4.4 or newer", nil, func(string) { front.Greet(mongotest.Words("maxWireVersion", 3)) }},
		{"another program's collections", "the data of another program", nil, func(uri string) { mongotest.Insert(t, uri, "orders", "sku", "A") }},
		{"another program's documents", "the data of another program", nil, func(uri string) { mongotest.Insert(t, uri, "documents", "title", "A") }},
		{"another program's meta", "the data of another program", nil, func(uri string) { mongotest.Insert(t, uri, "meta", "_id", "schema") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			front.Break(nil)
			front.Greet(nil)
			uri := mongotest.At(t, front.Address())
			beside := mongotest.Beside(t, uri)
			if c.before != nil {
				c.before(beside)
			}
			names := mongotest.Collections(t, beside)
			given := uri
			if c.uri != nil {
				given = c.uri(uri)
			}
			folder := filepath.Join(t.TempDir(), "data")
			commands := []string{"serve", "verify", "doctor"}
			if strings.HasPrefix(c.says, "no server") {
				commands = commands[:1] // each waits its time
			}
			for _, command := range commands {
				code, out, err := call(t, listenAnywhere(command, "--store", given, "--data", folder)...)
				told := err
				if command == "doctor" {
					told = out
				} else if code != exitUnable || out != "" || strings.Count(err, "\n") != 1 {
					t.Errorf("%s: exit %d, stdout %q, stderr %q", command, code, out, err)
				}
				if !strings.Contains(told, c.says) || strings.Contains(out+err, "geheim") || strings.Contains(out+err, secret) {
					t.Errorf("%s says %q, want %q and no password", command, told, c.says)
				}
			}
			if _, err := os.Stat(folder); err == nil {
				t.Error("a data folder was made")
			}
			if after := mongotest.Collections(t, beside); after != names {
				t.Errorf("there were the collections %q, now %q", names, after)
			}
		})
	}
}

// A database of a newer program, and one that was made with other keys.
func TestADatabaseOnMongoOfAnother(t *testing.T) {
	uri := mongotest.Database(t)
	keys := mongoOffice(t, uri)
	refused(t, "the key file does not belong to the database", "verify", "--store", uri, "--data", otherKeys(t))
	refused(t, "its key file", "verify", "--store", uri, "--data", t.TempDir())
	mongotest.Update(t, uri, "meta", "schema", "number", 1000)
	for _, command := range []string{"serve", "verify"} {
		refused(t, "newer version", listenAnywhere(command, "--store", uri, "--data", keys)...)
	}
}

// otherKeys is the data folder of another installation.
func otherKeys(t testing.TB) string {
	folder := t.TempDir()
	c := consoleOf(t, folder, "")
	if _, err := c.settings.openKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// The doctor says which kind of MongoDB it found.
func TestTheDoctorOnMongo(t *testing.T) {
	front := mongotest.Before(t)
	uri := mongotest.At(t, front.Address())
	folder := mongoOffice(t, uri)
	for says, greet := range map[string]func(){
		"look  store: it is a server of its own, without a replica set: nothing takes over": func() { front.Greet(nil) },
		"ok    store: it is the replica set tamu\n":                                         func() { front.Member("tamu", true) },
	} {
		greet()
		if code, out, err := call(t, "doctor", "--store", uri, "--data", folder); code != 0 || err != "" || !strings.Contains(out, says) {
			t.Errorf("exit %d, %q; %q is not among\n%s", code, err, says, out)
		}
	}
}
