package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	up "go.mau.fi/util/configupgrade"
	"go.mau.fi/util/ptr"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/bridgev2/status"
	"maunium.net/go/mautrix/event"
)

// network has one other person, who repeats what is said to her.
type network struct {
	bridge *bridgev2.Bridge
	config struct {
		APIID   int    `yaml:"api_id"`
		APIHash string `yaml:"api_hash"`
	}
}

const echo = networkid.UserID("echo")

func (n *network) Init(bridge *bridgev2.Bridge) { n.bridge = bridge }

func (n *network) Start(context.Context) error { return nil }

func (n *network) GetName() bridgev2.BridgeName {
	return bridgev2.BridgeName{
		DisplayName: "Telegram", NetworkURL: "https://bramble.invalid", NetworkID: "telegram",
		BeeperBridgeType: "bramble.invalid/lab/telegram", DefaultPort: 29317, DefaultCommandPrefix: "!tg",
	}
}

func (n *network) GetDBMetaTypes() database.MetaTypes { return database.MetaTypes{} }

func (n *network) GetCapabilities() *bridgev2.NetworkGeneralCapabilities {
	return &bridgev2.NetworkGeneralCapabilities{}
}

func (n *network) GetBridgeInfoVersion() (info, capabilities int) { return 1, 1 }

// GetConfig knows the two keys that mautrix-telegram insists on, and no other.
func (n *network) GetConfig() (string, any, up.Upgrader) {
	return "api_id: 12345\napi_hash: 00000000000000000000000000000000\n", &n.config, up.SimpleUpgrader(func(helper up.Helper) {
		helper.Copy(up.Int, "api_id")
		helper.Copy(up.Str, "api_hash")
	})
}

func (n *network) ValidateConfig() error {
	if n.config.APIID == 0 || n.config.APIID == 12345 || n.config.APIHash == "" {
		return errors.New("api_id/api_hash is required")
	}
	return nil
}

func (n *network) LoadUserLogin(_ context.Context, login *bridgev2.UserLogin) error {
	login.Client = &account{login: login}
	return nil
}

// account is one login of one person.
type account struct{ login *bridgev2.UserLogin }

func (a *account) Connect(context.Context) {
	a.login.BridgeState.Send(status.BridgeState{StateEvent: status.StateConnected})
	a.login.QueueRemoteEvent(&simplevent.ChatResync{
		EventMeta:       a.meta(bridgev2.RemoteEventChatResync),
		GetChatInfoFunc: a.GetChatInfo,
	})
}

func (a *account) Disconnect()                  {}
func (a *account) IsLoggedIn() bool             { return true }
func (a *account) LogoutRemote(context.Context) {}

func (a *account) IsThisUser(_ context.Context, user networkid.UserID) bool {
	return string(user) == string(a.login.ID)
}

func (a *account) meta(kind bridgev2.RemoteEventType) simplevent.EventMeta {
	return simplevent.EventMeta{
		Type:         kind,
		PortalKey:    networkid.PortalKey{ID: networkid.PortalID(echo), Receiver: a.login.ID},
		Sender:       bridgev2.EventSender{Sender: echo},
		CreatePortal: true,
		Timestamp:    time.Now(),
	}
}

func (a *account) GetChatInfo(context.Context, *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
	me := bridgev2.EventSender{IsFromMe: true, SenderLogin: a.login.ID, Sender: networkid.UserID(a.login.ID)}
	return &bridgev2.ChatInfo{
		Type: ptr.Ptr(database.RoomTypeDM),
		Members: &bridgev2.ChatMemberList{IsFull: true, OtherUserID: echo, Members: []bridgev2.ChatMember{
			{EventSender: me, Membership: event.MembershipJoin},
			{EventSender: bridgev2.EventSender{Sender: echo}, Membership: event.MembershipJoin},
		}},
	}, nil
}

func (a *account) GetUserInfo(_ context.Context, ghost *bridgev2.Ghost) (*bridgev2.UserInfo, error) {
	return &bridgev2.UserInfo{Name: ptr.Ptr(string(ghost.ID))}, nil
}

func (a *account) GetCapabilities(context.Context, *bridgev2.Portal) *event.RoomFeatures {
	return &event.RoomFeatures{ID: "bramble.invalid.lab.1", MaxTextLength: 4096}
}

func (a *account) HandleMatrixMessage(_ context.Context, message *bridgev2.MatrixMessage) (*bridgev2.MatrixMessageResponse, error) {
	id := networkid.MessageID(fmt.Sprintf("m-%s", message.Event.ID))
	a.login.QueueRemoteEvent(&simplevent.Message[string]{
		EventMeta: a.meta(bridgev2.RemoteEventMessage),
		ID:        "echo-" + id,
		Data:      message.Content.Body,
		ConvertMessageFunc: func(_ context.Context, _ *bridgev2.Portal, _ bridgev2.MatrixAPI, said string) (*bridgev2.ConvertedMessage, error) {
			return &bridgev2.ConvertedMessage{Parts: []*bridgev2.ConvertedMessagePart{{
				Type: event.EventMessage, Content: &event.MessageEventContent{MsgType: event.MsgText, Body: said},
			}}}, nil
		},
	})
	return &bridgev2.MatrixMessageResponse{
		DB: &database.Message{ID: id, SenderID: networkid.UserID(a.login.ID)},
	}, nil
}
