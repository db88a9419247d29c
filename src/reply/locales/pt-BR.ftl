# Todas as mensagens em português do Brasil. `*negrito*` marca o que se deve ver primeiro, `código` o que se pode digitar.
# O ponto mostra o estado: 🟢 rodando, ⚪ parada, 🟡 mudando, 🔴 problema.
# `.line` é a forma de uma mensagem como uma linha entre muitas.
#
# Uma instância é feminina: parada, iniciada, excluída. O Azure e um workspace são masculinos.
# «para» se lê de dois jeitos desde que perdeu o acento: onde engana, diga «desliga» ou «parou».
# As razões (`fail-…`) vêm depois de dois-pontos, por isso começam com minúscula.

## Parts of sentences

list-and = { $shown } e { $last }
list-or = { $shown } ou { $last }
list-more = { $shown } e mais { $more }
duration-days = { $n } d
duration-hours = { $n } h
duration-minutes = { $n } min
duration-seconds = { $n } s
time = %H:%M
day-and-time = %d/%m/%Y às %H:%M
at-time = às { $time }
at-day = em { $time }
since-time = desde as { $time }
since-day = desde { $time }
id = (id { $id })
dot-running = 🟢
dot-stopped = ⚪
dot-changing = 🟡
dot-trouble = 🔴

ability = `{ $what }`
place-mine = suas próprias instâncias
place-only-mine = suas próprias instâncias
place-all = todos os workspaces
place-workspace = { $on }
place-some = { $on }

state-running = rodando
state-stopped = { $n ->
    [one] parada
   *[other] paradas
  }
state-job-running = executando um job
state-starting = iniciando
state-stopping = parando
state-restarting = reiniciando
state-deleting = { $n ->
    [one] sendo excluída
   *[other] sendo excluídas
  }
state-creating = { $n ->
    [one] sendo criada
   *[other] sendo criadas
  }
state-resizing = { $n ->
    [one] sendo redimensionada
   *[other] sendo redimensionadas
  }
state-setting-up = { $n ->
    [one] sendo configurada
   *[other] sendo configuradas
  }
state-create-failed = com falha na criação
state-setup-failed = com falha na configuração
state-user-setup-failed = com falha no script de configuração
state-unusable = { $n ->
    [one] inutilizável
   *[other] inutilizáveis
  }
state-unknown = em um estado que o Azure chama de desconhecido
state-other = { $state }

somebody = alguém
why-schedule = agendamento
why-idle = desligamento por inatividade
since = { "" } { $since }
until-time = até { $time }
until-day = até { $time }
since-why = { "" } { $since } ({ $why })
since-ago = { "" } há { $ago }

did-start = iniciada
did-stop = parada
did-restart = { $n ->
    [one] reiniciada
   *[other] reiniciadas
  }
did-delete = { $n ->
    [one] excluída
   *[other] excluídas
  }
did-create = criada
did-other = alterada ({ $operation })

## Outcomes of power commands

in-place = { $late ->
    [there] { " " }em { $place }
   *[here] { "" }
  }
tell = { $late ->
    [nowhere] Use `estado { $instance }` para saber
   *[here] Aviso{ in-place }
  }
asked = 🟡 *{ $instance }*: { $verb ->
    [start] pedi ao Azure para iniciar. { tell } quando ela estiver rodando.
    [restart] pedi ao Azure para reiniciar. { tell } quando ela voltar.
    [delete] pedi ao Azure para excluir. { tell } quando ela não existir mais.
   *[stop] pedi ao Azure para parar. { tell } quando ela parar.
  }
    .line = 🟡 *{ $instance }*: { $verb ->
        [start] pedi para iniciar
        [restart] pedi para reiniciar
        [delete] pedi para excluir
       *[stop] pedi para parar
      }
unsure = 🟡 O Azure ainda não confirmou meu pedido; não sei se *{ $instance }* está { $verb ->
    [start] iniciando
    [restart] reiniciando
    [delete] sendo excluída
   *[stop] parando
  }. { $late ->
    [nowhere] Use `estado { $instance }` daqui a pouco.
   *[here] Vou olhar de novo e aviso{ in-place }.
  }
    .line = 🟡 *{ $instance }*: o Azure ainda não confirmou o pedido
unsure-final = 🟡 O Azure não confirmou meu pedido; não sei se *{ $instance }* está { $verb ->
    [start] iniciando
    [restart] reiniciando
    [delete] sendo excluída
   *[stop] parando
  }. Use `estado { $instance }` para ver como ela está. { $id }
    .line = 🟡 *{ $instance }*: o Azure não confirmou o pedido; use `estado { $instance }`
done = { $verb ->
    [start] 🟢 *{ $instance }* está rodando. Levou { $took }.
    [restart] 🟢 *{ $instance }* está rodando de novo. O reinício levou { $took }.
    [delete] ⚪ *{ $instance }* foi excluída. Levou { $took }.
   *[stop] ⚪ *{ $instance }* parou. Levou { $took }. Disco, IP público e balanceador continuam sendo cobrados.
  }
    .line = { $verb ->
        [start] 🟢 *{ $instance }* está rodando
        [restart] 🟢 *{ $instance }* está rodando de novo
        [delete] ⚪ *{ $instance }* foi excluída
       *[stop] ⚪ *{ $instance }* parou
      } ({ $took })
already = { $verb ->
    [start] 🟢 *{ $instance }* já está rodando{ $since }.
    [restart] 🟢 *{ $instance }* já foi reiniciada { $at }.
    [delete] ⚪ *{ $instance }* já foi excluída.
   *[stop] ⚪ *{ $instance }* já está parada{ $since }.
  }
underway = 🟡 *{ $instance }* já está { $state }{ $since }; não é preciso fazer mais nada.
    .line = 🟡 *{ $instance }* já está { $state }{ $since }
busy = 🟡 *{ $instance }* está { $state }{ $since }. Tente de novo quando terminar; não dá para interromper o Azure.
    .line = 🟡 *{ $instance }* está { $state }{ $since }; tente de novo mais tarde
stuck = 🔴 *{ $instance }* travou: está { $state } há { $ago }, mais tempo do que o Azure leva. { $verb ->
    [delete] O Azure também não a exclui agora: abra um chamado no suporte dele.
   *[other] { unstick }
  }
    .line = 🔴 *{ $instance }* travou: está { $state } há { $ago }. { unstick }
unstick = Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte dele.
happened = { $how ->
    [going] *{ $instance }* está sendo { $did }, { $since }{ $by }
    [failed] { $operation ->
        [start] Um início
        [stop] Uma parada
        [restart] Um reinício
        [delete] Uma exclusão
       *[other] Uma operação ({ $operation })
      } de *{ $instance }* { $at }{ $by } falhou
   *[done] *{ $instance }* foi { $did } { $at }{ $by }
  }
stale = { $happened }, depois do seu pedido. Deixei como está; repita se ainda quiser { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
   *[stop] parar
  }.
    .line = { $happened }, depois do pedido; deixei como está
working = 🟢 *{ $instance }* está executando um job. { $verb ->
    [restart] Reiniciar
   *[stop] Parar
  } agora encerra o job. `{ $command }` se for isso mesmo. Um notebook ocupado não aparece aqui.
    .line = 🟢 *{ $instance }* está executando um job; deixei rodando
job-began = 🟢 *{ $instance }* está executando um job que não aparecia na sua confirmação, então não mexi nela. Para ver o que se perderia, digite o comando de novo.
working-not-you = 🟢 *{ $instance }* está executando um job. { $verb ->
    [restart] Reiniciar
   *[stop] Parar
  } agora encerra o job, e isso exige o direito de *forçar*, que você não tem aqui. Espere o job terminar ou fale com um responsável por { $workspace }.
    .line = 🟢 *{ $instance }* está executando um job; deixei rodando
has-jobs = { $dot } *{ $instance }* tem { $n ->
    [one] um job
   *[other] { $n } jobs
  } na fila ou em execução: { $jobs }. Deixei rodando.
    .line = { $dot } *{ $instance }* tem { $n ->
        [one] um job
       *[other] { $n } jobs
      } na fila ou em execução: { $jobs }; deixei rodando
nothing-to-restart = ⚪ *{ $instance }* está parada; não há o que reiniciar. Use `iniciar { $instance }`.
    .line = ⚪ *{ $instance }* está parada: não há o que reiniciar
would = { $dot } *{ $instance }* está { $state }. Ela seria { $verb ->
    [start] iniciada
    [restart] reiniciada
    [delete] excluída
   *[stop] parada
  }. Nada foi feito: era só uma simulação.
    .line = { $dot } *{ $instance }* está { $state }: seria { $verb ->
        [start] iniciada
        [restart] reiniciada
        [delete] excluída
       *[stop] parada
      }
kept = 🟢 *{ $instance }* está mantida por { $who } { $until }{ $because }. Deixei rodando.
    .line = 🟢 *{ $instance }* está mantida por { $who } { $until }{ $because }
unheeded-keep = { $who } mantém *{ $instance }* { $until }{ $because }: isso segura temporizadores e alertas, não um comando que diz o nome dela.
keep-unreadable = *{ $instance }*: alguém a mantém, mas não dá para ler a tag `{ $tag }` do workspace, então deixei como está. `manter { $instance } fim` remove a tag.
    .line = *{ $instance }*: não dá para ler a tag `{ $tag }`; deixei como está. `manter { $instance } fim` remove a tag
keep-unknown = *{ $instance }*: não consegui ver se alguém a mantém, então deixei como está: { $reason }
    .line = *{ $instance }*: deixei como está, porque não consegui ver se alguém a mantém: { $reason }
over-max = *{ $instance }* passa do limite de `--máximo`; deixei como está.
    .line = *{ $instance }*: passa do limite de `--máximo`; deixei como está
gone = *{ $instance }* não existe mais. { $verb ->
    [delete] Não há mais o que excluir.
   *[other] Alguém a excluiu nesse meio-tempo; nada foi feito.
  }
    .line = *{ $instance }* não existe mais
still-going = { $dot } *{ $instance }* está { $state }, e não posso mais acompanhar. Use `estado { $instance }` para ver no que deu.
    .line = { $dot } *{ $instance }* está { $state }; ainda não terminou
still-asked = 🟡 *{ $instance }*: o Azure aceitou o pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
   *[stop] parada
  }, e não posso mais acompanhar. Use `estado { $instance }` para ver no que deu.
    .line = 🟡 *{ $instance }*: pedido aceito, ainda não terminou
not-taken = { $dot } *{ $instance }* continua { $state }: o Azure não aceitou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
   *[stop] a parada
  }. Repita o pedido. { $id }
    .line = { $dot } *{ $instance }* continua { $state }: o Azure não aceitou { $verb ->
        [start] o início
        [restart] o reinício
        [delete] a exclusão
       *[stop] a parada
      }
canceled = { $dot } O Azure cancelou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
   *[stop] a parada
  } de *{ $instance }*: ela está { $state }. Repita o pedido. { $id }
    .line = { $dot } *{ $instance }*: o Azure cancelou { $verb ->
        [start] o início
        [restart] o reinício
        [delete] a exclusão
       *[stop] a parada
      }; ela está { $state }
ended-otherwise = { $dot } O Azure terminou { $verb ->
    [start] o início
    [restart] o reinício
    [delete] a exclusão
   *[stop] a parada
  } de *{ $instance }*, e ela está { $state }. Use `estado { $instance }` para saber mais. { $id }
    .line = { $dot } *{ $instance }* está { $state } depois { $verb ->
        [start] do início
        [restart] do reinício
        [delete] da exclusão
       *[stop] da parada
      }
cut-short = 🟡 Pedi ao Azure para { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
   *[stop] parar
  } *{ $instance }*, e o meu tempo acabou antes da resposta. `estado { $instance }` mostra como ela está. { $id }
    .line = 🟡 *{ $instance }*: o meu tempo acabou antes da resposta do Azure; `estado { $instance }` mostra como ela está
not-reached = *{ $instance }*: o tempo acabou antes de o Azure me deixar { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
   *[stop] parar
  }. Nada foi feito; repita o pedido. { $id }
    .line = *{ $instance }*: não deu tempo; nada foi feito
overtaken = { $dot } { $happened }, depois que o Azure { $done ->
    [yes] executou
   *[no] aceitou
  } o meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
   *[stop] parada
  }. Agora *{ $instance }* está { $state }.
    .line = { $dot } { $happened }, depois do meu pedido
unattributed = { $there ->
    [no] *{ $instance }* não existe mais
   *[yes] { $dot } *{ $instance }* está { $state }
  }. O Azure não confirmou meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
   *[stop] parada
  }, então não sei se foi por causa dele ou de outra pessoa. { $id }
    .line = { $there ->
        [no] *{ $instance }* não existe mais
       *[yes] { $dot } *{ $instance }* está { $state }
      }, mas o Azure não confirmou meu pedido
unattributed-other = { $dot } { $happened }, depois do meu pedido de { $verb ->
    [start] início
    [restart] reinício
    [delete] exclusão
   *[stop] parada
  }. O Azure não o confirmou, então não sei se o meu pedido foi executado. Agora *{ $instance }* está { $state }. { $id }
    .line = { $dot } { $happened }, depois do meu pedido, que o Azure não confirmou

count-asked = { $n ->
    [one] { $n } solicitada
   *[other] { $n } solicitadas
  }
count-unsure = { $n } sem confirmação
count-done = { $n } { $verb ->
    [start] rodando
    [restart] { did-restart }
    [delete] { did-delete }
   *[stop] { state-stopped }
  }
count-already = { $n } já { $verb ->
    [start] rodando
    [restart] { did-restart }
    [delete] { did-delete }
   *[stop] { $n ->
        [one] desligada
       *[other] desligadas
      }
  }
count-busy = { $n } mudando de estado
count-would = { $n } a { $verb ->
    [start] iniciar
    [restart] reiniciar
    [delete] excluir
   *[stop] parar
  }
count-job = { $n } com job
count-has-jobs = { $n } com job na fila ou em execução
count-skipped = { $n ->
    [one] { $n } deixada como estava
   *[other] { $n } deixadas como estavam
  }
count-kept = { $n ->
    [one] { $n } mantida
   *[other] { $n } mantidas
  }
count-kept-by = { $n } mantida por { $who } { $until }
count-keep-unknown = { $n } como estavam, porque não deu para ver quem está mantendo o quê
count-over-max = { $n } além do limite
count-not-reached = { $n } sem tempo
count-failed = { $n ->
    [one] { $n } falhou
   *[other] { $n } falharam
  }
bulk = { $verb ->
    [start] Início
    [restart] Reinício
    [delete] Exclusão
   *[stop] Parada
  }: { $counts }.
bulk-follows = { $late ->
    [nowhere] Use `estado` para saber quando terminarem.
   *[here] Aviso{ in-place } quando terminarem.
  }
keeps-unseen = Para fazer mesmo assim, diga o nome da instância ou use `--forçar`.
bulk-rehearsed = Nada foi feito: era só uma simulação.
still-billed = Disco, IP público e balanceador de uma instância parada continuam sendo cobrados.

## Reports, notices, announcements and proposals

headed = *{ $source }* `{ $command }`:
report-head = *{ $source }* `{ $command }`: { $counts }.{ $saves }
report-nothing = *{ $source }* `{ $command }`: nada a fazer, { $counts }.
report-none = *{ $source }* `{ $command }`: nada a fazer.
missing = Não encontrei { $names }.
report-saves = Economia de { $money } por hora.
money-usd = US$ { $amount }
per-hour = { $money } por hora
percent = { " " }({ $n } %)
cause-budget = Orçamento *{ $name }*: { $spent } de { $of } gastos{ $percent }. Os dados de custo têm de 8 a 24 horas de atraso.
cause-forecast = Orçamento *{ $name }*: { $spent } de { $of } previstos{ $percent }. Os dados de custo têm de 8 a 24 horas de atraso.
cause-fired = O alerta *{ $name }* disparou.
cause-resolved = O alerta *{ $name }* foi resolvido.
too-late = *{ $source }* `{ $command }` chegou com { $age } de atraso. Nada foi feito.
too-late-by-date = *{ $source }* `{ $command }` chegou com a data { $day }, que é antiga demais. Nada foi feito. Se a data está errada, corrija em quem envia.
alert-names = { $kind ->
    [budget] { $n ->
        [one] O orçamento
       *[other] Os orçamentos
      }
   *[other] { $n ->
        [one] O alerta
       *[other] Os alertas
      }
  } { $alerts }{ $others ->
    [0] { "" }
   *[other] { " " }e mais { $others }
  }
unmatched-no-rule = { $alerts } não se { $n ->
    [one] encaixa
   *[other] encaixam
  } em nenhuma regra de *{ $source }*: compare { $kind ->
    [budget] o nome do orçamento, o valor gasto e se ele é uma previsão
    [azure] o nome do alerta, a gravidade, as dimensões, as propriedades personalizadas e o recurso
   *[labelled] o nome e os rótulos do alerta
  } com o `when`. Nada foi feito.
unmatched-no-instance = { $kind ->
    [budget] { $alerts } { $n ->
        [one] se encaixa
       *[other] se encaixam
      } em uma regra de *{ $source }* cujo comando pede o nome de uma instância, e um orçamento não indica nenhuma. Escreva as instâncias nesse comando.
    [azure] { $alerts } não { $n ->
        [one] indica
       *[other] indicam
      } uma única instância para a regra de *{ $source }*; pode faltar a dimensão ou a propriedade personalizada que diz a instância.
   *[labelled] { $alerts } não { $n ->
        [one] indica
       *[other] indicam
      } uma única instância para a regra de *{ $source }*; pode faltar o rótulo que diz a instância.
  } Nada foi feito.
unmatched-elsewhere = { $alerts } { $n ->
    [one] é
   *[other] são
  } de um workspace ou assinatura que as regras de *{ $source }* não cobrem, ou de mais de um. Nada foi feito.
unmatched-no-data = { $alerts } { $n ->
    [one] informa
   *[other] informam
  } falta de dados ou falha na consulta, e nenhuma regra de *{ $source }* menciona `DatasourceNoData` nem `DatasourceError`. Nada foi feito.
unmatched-state = { $alerts } não { $n ->
    [one] consta nem como disparado nem como resolvido
   *[other] constam nem como disparados nem como resolvidos
  }. Nada foi feito.
unmatched-date = { $alerts } { $n ->
    [one] traz
   *[other] trazem
  } uma data que não consigo ler. Nada foi feito.
unmatched-unreadable = { $alerts } { $n ->
    [one] traz um campo
   *[other] trazem campos
  } que não consigo ler. Nada foi feito.
left-out = *{ $source }*: { $n ->
    [one] 1 alerta de uma mensagem ficou
   *[other] { $n } alertas de uma mensagem ficaram
  } de fora, pois ela pedia demais de uma vez. Agrupe os alertas por menos rótulos.
left-out-by-sender = *{ $source }*: quem enviou deixou { $n ->
    [one] { $n } alerta
   *[other] { $n } alertas
  } fora da mensagem, e nada foi feito a respeito { $n ->
    [one] dele
   *[other] deles
  }. Aumente o limite na configuração do webhook (`max_alerts`) ou agrupe por mais rótulos.
alert-name = *{ $alert }*
not-understood = *{ $source }*: chegou uma requisição verificada que não entendi. Nada foi feito. Quem configurou o envio pode corrigir.
not-understood-command = A assinatura está certa, mas o corpo não é `{"{"}"command": "…"{"}"}`.
not-understood-words = A assinatura está certa, mas o comando está vazio.
not-understood-alerts = Isto não é o conteúdo padrão de um webhook do Alertmanager ou do Grafana, com uma lista `alerts`: não altere o formato padrão.
not-understood-azure-alert = Isto não é um alerta no esquema de alerta comum (*common alert schema*) do Azure Monitor, nem um aviso de orçamento: ative o esquema de alerta comum nesta ação.
unfitting = { $named ->
    [no] Um evento sem nome
   *[yes] O evento *{ $event }*
  } { $several ->
    [yes] corresponde a mais de uma fonte
   *[no] não corresponde a nenhuma fonte
  } do tipo `event` na configuração. Nada foi feito.
unheard-undated = *{ $source }*: chegou um evento que não diz para quando era. Nada foi feito. Inclua `"time": "<aws.scheduler.scheduled-time>"` na entrada do agendamento.
unheard-undated-rule = *{ $source }*: chegou um evento que não diz para quando era. Nada foi feito. Deixe a regra enviar o evento inteiro, que traz um `time`.
unheard-undated-timer = *{ $source }*: o host do Functions não diz, em um formato que eu consiga ler, para quando era o temporizador. Nada foi feito. Na próxima execução do temporizador eu tento de novo.
unheard-no-command = *{ $source }*: chegou um evento sem comando, e a fonte não tem um na configuração. Nada foi feito. Dê um `command` à fonte.
not-read-too-large = *{ $source }*: chegou uma requisição grande demais, e não a li. Nada foi feito. Se era uma mensagem com muitos alertas, agrupe-os por mais rótulos.
not-read-too-slow = *{ $source }*: chegou uma requisição lenta demais, e não a li até o fim. Nada foi feito.
not-read = *{ $source }*: chegou uma requisição num formato que não consigo ler. Nada foi feito. O log tem os detalhes.
not-read-unproven = Não foi possível verificar quem a enviou.
announce-head = Em { $lead } { $verb ->
    [start] inicio
    [restart] reinicio
   *[stop] paro
  } { $n ->
    [one] 1 instância
   *[other] { $n } instâncias
  }:
announce-would = Em { $lead } { $n ->
    [one] 1 instância seria { $verb ->
        [start] iniciada
        [restart] reiniciada
       *[stop] parada
      }
   *[other] { $n } instâncias seriam { $verb ->
        [start] iniciadas
        [restart] reiniciadas
       *[stop] paradas
      }
  }; isto é só uma simulação, e nada será feito:
announce-none = Por ora, não há nada para { $do } daqui a { $lead }.
announce-unknown = Não consegui ler tudo, então não sei se haverá algo para { $do } daqui a { $lead }.
announce-nobody = Ninguém faria isso: o que você digita agora eu não faço depois, então não anunciei nada. `{ $command }` mostra o que seria feito; sem `--simular`, é feito agora. Um temporizador pode anunciar o que o próximo faz.
announce-keep = Para manter uma, escreva `manter NOME por 2h`.
listed = { $dot } *{ $instance }*{ $size }{ $price }
proposal-head = { $n ->
    [one] 1 instância para { $do }{ $total }. Nada foi feito ainda; se quiser, escreva `{ $command }`.
   *[other] { $n } instâncias para { $do }{ $total }, da mais cara para a mais barata. Nada foi feito ainda; escreva `{ $do } NOME` ou, para todas, `{ $command }`.
  }
proposal-none = Não há nada para { $do } com `{ $command }`{ $counts }.
proposal-unknown = Não consegui ler tudo, então não sei se há algo para { $do } com `{ $command }`{ $counts }.
proposal-counts = { ":" } { $counts }
proposal-total = { "," } { $money } por hora
button-one = { $verb ->
    [start] Iniciar { $instance }
    [restart] Reiniciar { $instance }
   *[stop] Parar { $instance }
  }
button-keep-one = Manter { $instance } 2 h

## Keeps

keep-done = *{ $instance }* está mantida { $until }{ $because }: nenhum temporizador nem alerta vai pará-la antes disso. `manter { $instance } fim` desfaz.
keep-replaced = { $whose ->
    [own] { $length ->
        [shorter] Isso é menos que antes: você já mantinha a instância { $until }{ $because }.
       *[longer] Antes, você mantinha a instância { $until }{ $because }.
      }
   *[other] Antes, { $who } mantinha a instância { $until }{ $because }; agora vale o seu pedido.
  }
keep-replaced-unreadable = O workspace já tinha uma tag para ela que não dá para ler; agora vale o seu pedido.
keep-cut = Uma tag do Azure comporta 256 caracteres, então o fim do seu motivo foi cortado.
keep-already = *{ $instance }* já está mantida { $until }{ $because }.
keep-longer = *{ $instance }* já está mantida por mais tempo: por { $who } { $until }{ $because }. Deixei assim; `manter { $instance } fim` desfaz.
keep-ended = *{ $instance }* não está mais mantida (era por { $who }, { $until }{ $because }). Temporizadores e alertas podem parar a instância de novo.
keep-off = *{ $instance }* não está mais mantida. Temporizadores e alertas podem parar a instância de novo.
keep-off-already = *{ $instance }* não está mantida; não há o que desfazer.
keep-otherwise = Alguém foi mais rápido: *{ $instance }* está mantida por { $who } { $until }{ $because }. Repita se ainda quiser mudar.
keep-off-otherwise = Alguém foi mais rápido: *{ $instance }* não está mantida. Repita se ainda quiser manter.
keep-because = { " " }({ $because })
keep-too-long = No máximo { $days } dias. Para mais tempo, peça a quem cuida do Lamplighter para deixá-la fora do temporizador.
not-later = { $why ->
    [timer] Não consigo fazer isso depois: nenhum temporizador foi configurado para executar o que fica pendente. Nada ficou pendente. Quem cuida do Lamplighter pode configurar um como mostra `docs/timers.md`.
    [key] Não consigo fazer isso depois: falta uma chave para selar o pedido. Nada ficou pendente. Quem cuida do Lamplighter pode incluir `[tickets]` com `key` na configuração.
    [terminal] Um terminal não pode pedir algo para depois, porque até lá o nome de usuário não prova nada. Peça em um chat, ou execute o comando na hora.
    [machine] Uma máquina não pode pedir algo para depois: um temporizador tem a sua própria hora. Ajuste o temporizador para essa hora, sem hora no comando.
    [due] `due` é um comando só para temporizadores. Para ver o que está pendente, digite `pendentes`.
    [past] Essa hora já passou. Digite `em 2h`, `às 18:00` ou `amanhã às 08:00`.
    [far] É longe demais: um comando pode esperar no máximo { $days } dias. Para uma hora fixa todo dia, use `agendar`.
   *[long] O pedido é longo demais para uma tag do workspace, que comporta 256 caracteres. Cite menos instâncias, ou use um padrão como `gpu-*`.
  }
keep-over = Essa hora já passou. Escreva `manter { $instance } por 2h` ou `até 22:00`.

## Idle shutdown and schedules

idle-done = *{ $instance }* desliga após { $idle } de inatividade.{ $was }
idle-was = { " " }Antes, era após { $idle }.
idle-was-never = { " " }Antes, não tinha desligamento por inatividade.
idle-already = *{ $instance }* já desliga após { $idle } de inatividade.
idle-otherwise = *{ $instance }*: o Azure aceitou, mas ainda mostra { $idle }. `estado { $instance }` diz se isso muda.
idle-otherwise-none = *{ $instance }*: o Azure aceitou, mas ainda não mostra desligamento por inatividade. `estado { $instance }` diz se isso muda.
idle-identity = Ela tem uma identidade gerenciada: o desligamento por inatividade só funciona se essa identidade for *Contributor* (Colaborador) no workspace.
idle-off = *{ $instance }* continua desligando após { $idle } de inatividade: o Azure não tem como desativar isso em uma instância que já existe. O máximo é { $longest }: `{ $command }`. Para tirar, só criando a instância de novo sem isso; `manter` segura temporizadores e alertas, não o próprio Azure.
idle-off-already = *{ $instance }* não tem desligamento por inatividade; não há o que desativar.
setting-gone = *{ $instance }* não existe mais; alguém a excluiu ou criou de novo. Nada foi configurado.

days-every = todo dia
days-week = em dias úteis
days-weekend = nos fins de semana
days-0 = domingo
days-1 = segunda
days-2 = terça
days-3 = quarta
days-4 = quinta
days-5 = sexta
days-6 = sábado
day = %d/%m/%Y
schedule-weekly = { $days } às { $times }
schedule-cron = pelo cron `{ $cron }`
schedule-recurs = { $n ->
    [one] { $unit ->
        [minute] todo minuto
        [hour] toda hora
        [day] todo dia
        [week] toda semana
       *[other] todo mês
      }
   *[other] a cada { $n } { $unit ->
        [minute] min
        [hour] h
        [day] d
        [week] semanas
       *[other] meses
      }
  }
schedule-unread = em horários que não consigo ler
schedule-line = { $id }*{ $action }* { $when }, { $zone }{ $end }
schedule-next = . Próxima vez: { $time }.
schedule-off = : desativado.
schedule-failed = : 🔴 o Azure não conseguiu criar este agendamento, que não roda. Remova e adicione de novo.
schedule-drift = Os agendamentos do Azure ignoram o horário de verão: pelos relógios de { $zone }, este roda às { $now } agora e às { $then } a partir de { $day }.
schedule-drift-all = Os agendamentos do Azure ignoram o horário de verão: pelos relógios de { $zone }, { $n ->
    [one] este roda
   *[other] estes rodam
  } { $by } mais { $how ->
    [earlier] cedo
   *[later] tarde
  } a partir de { $day }.
schedule-head = *{ $instance }* tem { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }:
schedule-none = *{ $instance }* não tem agendamentos. Para adicionar um: `{ $command }`.
schedule-added = *{ $instance }* tem um novo agendamento:
schedule-enabled = *{ $instance }*: este agendamento está ativo de novo:
schedule-disabled = *{ $instance }*: este agendamento está desativado; o Azure o guarda:
schedule-removed = *{ $instance }* não tem mais este agendamento:
schedule-already-added = *{ $instance }* já tem este agendamento:
schedule-already-enabled = *{ $instance }*: este agendamento já está ativo:
schedule-already-disabled = *{ $instance }*: este agendamento já está desativado:
schedule-already-removed = *{ $instance }* já não tem este agendamento:
schedule-otherwise = *{ $instance }*: o Azure aceitou, mas ainda mostra o que havia antes. `agendar { $instance }` diz se isso muda.
schedule-full = *{ $instance }* tem { $n } agendamentos, o máximo que o Azure guarda por instância. Nada foi adicionado; remova um antes.
schedule-unknown = *{ $instance }* não tem o agendamento `{ $id }`. Nada mudou.
schedule-ambiguous = `{ $id }` serve para { $ids }. Nada mudou; dê mais uma letra.
schedule-crowded = *{ $instance }*: outras pessoas não pararam de mudar os agendamentos enquanto eu tentava. `agendar { $instance }` mostra o que há; repita se o seu não estiver lá.
schedule-together = Alguém mudou os agendamentos no mesmo momento; as duas mudanças estão lá.
schedule-put-back = Alguém mudou os agendamentos no mesmo momento, e o que acabara de ser adicionado se perdeu. Coloquei de volta:
schedule-taken-away = Alguém mudou os agendamentos no mesmo momento e tirou este. Adicione de novo se não era para tirar:
schedule-no-crontab = O Azure não entende `{ $cron }`. Os cinco campos são minuto, hora, dia, mês e dia da semana (0 a 6, domingo é 0): cada um é `*`, um número, um intervalo crescente como `1-5`, uma lista como `1,3`, ou tem um passo como `*/2`.
schedule-never = `{ $cron }` nunca acontece. Nada foi adicionado.
schedule-no-zone = Não conheço nenhum fuso horário `{ $zone }` que o Azure tenha. Diga um como `Europe/Lisbon` ou `E. South America Standard Time`.
schedule-no-own-zone = O Azure não tem nome para o seu fuso horário. Diga outro depois da hora, como `America/Sao_Paulo`.

## Acknowledgements

busy-here = 🟡 { $late ->
    [nowhere] Ainda estou nisso. Use `estado` daqui a pouco.
   *[here] Ainda estou nisso; aviso{ in-place } quando tiver o resultado.
  }
looking = 🟡 O Azure está demorando para responder. { $late ->
    [nowhere] Ainda estou cuidando de `{ $command }`. Use `estado` daqui a pouco.
   *[here] Ainda estou cuidando de `{ $command }` e aviso{ in-place } no que deu.
  }
queued = 🟡 Estou cuidando de outros comandos; `{ $command }` está na fila. { $late ->
    [nowhere] Use `estado` daqui a pouco.
   *[here] Aviso{ in-place } quando terminar.
  }
throttled = 🟡 O Azure pediu para esperar { $wait } antes da próxima chamada. { $late ->
    [nowhere] Depois sigo com `{ $command }`. Use `estado` em seguida.
   *[here] Depois sigo com `{ $command }` e aviso{ in-place }.
  }
asking = 🟡 O Azure ainda não respondeu; não sei se aceitou `{ $command }`. { $late ->
    [nowhere] Use `estado` daqui a pouco.
   *[here] Vou olhar de novo e aviso{ in-place }.
  }
out-of-time-setting = O tempo acabou antes de eu ver o resultado de `{ $command }`. Repita: o que já foi feito não é feito duas vezes. { $id }
out-of-time = O tempo acabou antes de o Azure responder. Nada foi feito; repita `{ $command }`. { $id }

## Confirmations

confirm-delete = Excluir *{ $instance }*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
confirm-delete-job = Excluir *{ $instance }*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
confirm-delete-jobs = { $n ->
    [one] 1 job roda nela ou espera por ela
   *[other] { $n } jobs rodam nela ou esperam por ela
  }: { $jobs }.
jobs-not-wanted = Não verifiquei se há jobs esperando por ela.
jobs-forbidden = Não verifiquei os jobs: o Lamplighter não tem permissão para ler os de { $places }.
jobs-failed = Não verifiquei os jobs de { $places }: { $reason }
jobs-untold = Não verifiquei os jobs: o Azure não listou a tempo os de { $places }.
jobs-in-part = Verifiquei só os jobs mais recentes de { $places }.
jobs-of-somewhere = um workspace
confirm-bulk = { $verb ->
    [start] Iniciar
    [restart] Reiniciar
    [stop] Parar
   *[other] Seguir com
  } estas { $n }?
confirm-some = { $verb ->
    [start] Iniciar
    [restart] Reiniciar
    [stop] Parar
   *[other] Continuar com
  } { $most } destas { $n }, das mais caras para as mais baratas?
confirm-jobs = { $n ->
    [one] { $names } está executando um job, que seria encerrado.
   *[other] { $names } estão executando jobs, que seriam encerrados.
  }
confirm-for = Os botões valem por { $minutes } min, e só para você.
confirm-long = Para fazer isso, dê esta linha ao `/ci fazer` em até { $minutes } min. Ela vale só para você.
confirm-typed = Para fazer isso, me mencione com esta linha em até { $minutes } min. Ela vale só para você.
button-delete = Excluir
button-keep = Manter
button-start = Iniciar
button-stop = Parar
button-restart = Reiniciar
button-bulk = { $verb ->
    [start] Iniciar { $n }
    [restart] Reiniciar { $n }
   *[stop] Parar { $n }
  }
button-never-mind = Deixar como está
never-minded = Deixei como está. Nada foi feito.
confirmed = Pode deixar: `{ $command }`.
ticket-expired = Essa confirmação só valia por { $minutes } min. Repita `{ $command }`.
button-expired = Esse botão só valia por { $minutes } min. Diga `{ $command }`.
ticket-unfitting = Essa confirmação não serve mais: o que ela nomeia mudou, ou ela foi feita para outra pessoa. Nada foi feito. Repita `{ $command }` para eu perguntar de novo.
ticket-malformed = Essa confirmação não saiu daqui, ou foi alterada no caminho. Nada foi feito.

## Commands that were not understood

too-long = Isso passa dos { $most } caracteres que eu leio. Escreva mais curto; um glob como `gpu-*` vale por muitos nomes.
unknown-verb = Não conheço `{ $word }`. `ajuda` mostra o que eu faço.
unknown-verb-meant = Não conheço `{ $word }`. Seria { $meant }?
unknown-option = Não conheço a opção `{ $option }`. `ajuda` mostra as que existem.
unknown-option-meant = Não conheço a opção `{ $option }`. Seria { $meant }?
option-not-here = `{ $option }` não faz sentido com `{ $verb }`. Veja `ajuda { $verb }`.
option-needs-value = `{ $option }` precisa de algo depois, como em `{ $example }`.
value-unfit = `{ $option }` não pode ser `{ $value }`: { $kind ->
    [owner] digite um nome, uma menção ou um ID de objeto do Entra
   *[other] digite um nome
  }, como em `{ $example }`.
option-twice = `{ $option }` aparece duas vezes. Basta uma.
target-missing = Qual delas? Diga `{ $verb } NOME`. `listar` mostra o que há.
one-by-name = `{ $verb }` aceita uma instância por vez, pelo nome: `{ $verb } NOME`.
not-a-target = `{ $word }` não pode ser o nome de uma instância. Nomes têm letras, dígitos e hifens; `*` vale por qualquer sequência deles.
not-a-count = `{ $option }` pede um número a partir de 1, como em `{ $example }`.
keep-how-long = Por quanto tempo? Escreva `manter NOME por 2h`, `manter NOME até 22:00` ou `manter NOME fim`.
not-a-duration = Não sei quanto tempo é `{ $words }`. Escreva como `45m`, `2h` ou `1d12h`.
not-a-since = Não sei desde quando é `{ $words }`. Diga há quanto tempo, como `8h` ou `2d`, ou uma hora do último dia, como `18:00`.
not-a-time = Não sei que hora é `{ $words }`. Escreva como `22:00`, `amanhã 08:00` ou `2026-12-24 18:00`.
idle-how-long = Depois de quanto tempo? Escreva `inatividade NOME 2h` ou `inatividade NOME fim`.
idle-out-of-range = O Azure desliga uma instância inativa depois de 15 minutos, no mínimo, e de 3 dias, no máximo. Escreva algo entre os dois.
idle-in-seconds = O Azure conta a inatividade em minutos inteiros. Escreva sem segundos, como em `inatividade NOME 20m`.
schedule-what = O que fazer com os agendamentos dela? Escreva `agendar NOME adicionar parar dias úteis às 20:00`, ou `ativar`, `desativar` ou `remover` e um id. `agendar NOME` mostra quais há.
schedule-which = Qual deles? `agendar NOME` mostra os ids; escreva um.
timetable-missing = Quando? Escreva dias e uma hora, como em `dias úteis às 20:00`, ou os cinco campos do cron, como em `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
not-a-timetable = Não sei quando é `{ $words }`. Escreva dias e uma hora, como em `dias úteis às 20:00`, ou os cinco campos do cron, como em `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
announce-what = O que é para anunciar? Um temporizador diz `anunciar parar todas em 30m`; `iniciar` e `reiniciar` também podem ser anunciados.
announce-when = Quando vai ser? Um temporizador diz `anunciar parar todas em 30m`.
leftover = Entendi `{ $understood }`, mas não `{ $rest }`. Tire isso ou veja `ajuda { $verb }`.

## Refusals, and instances that were not found

nameless = Não sei quem você é: a mensagem veio sem um id do Entra, como vêm as de bots e de alguns convidados. Nada foi feito.
overloaded-caller = Você já tem { $n ->
    [one] 1 comando
   *[other] { $n } comandos
  } em andamento aqui, o máximo que aceito de cada um ao mesmo tempo. Nada foi feito. Tente de novo quando um deles terminar.
overloaded = Já estou cuidando de { $n ->
    [one] 1 comando
   *[other] { $n } comandos
  }, o máximo que aceito ao mesmo tempo. Nada foi feito. Tente de novo daqui a um minuto.
no-grants = Ainda não há nada liberado para você aqui. Quem administra o Lamplighter pode liberar; você é `{ $caller }`.
may = Em { $on } você pode usar { $may }.
not-this-verb = Em { $on } você pode usar { $may }, mas não `{ $verb }`. Fale com { $asked }.
not-any = Você não pode usar `{ $verb }` em nenhuma instância. Fale com quem administra o Lamplighter.
ask-owner = um responsável por { $on }
ask-operator = quem administra o Lamplighter
whose = { $known ->
    [name] *{ $instance }* é de { $owner }
    [id] *{ $instance }* é de outra pessoa
   *[no] O Azure não diz de quem é *{ $instance }*
  }
not-yours = { $whose }; você só pode usar `{ $verb }` em { $places }.
not-there = Você só pode usar `{ $verb }` em { $places }, e não em *{ $instance }*.
none-of-these = { $own ->
    [only] Nenhuma destas é sua; você só pode usar `{ $verb }` nas suas próprias instâncias.
   *[also] Você só pode usar `{ $verb }` em { $places }, e nenhuma destas está aí.
  }
other-channel = `{ $what }` só é permitido em alguns canais, e este não é um deles. Quem administra o Lamplighter sabe quais são.
not-by-channel = Os direitos de um canal nunca incluem `{ $verb }`: esse direito só é dado a uma pessoa. Fale com quem administra o Lamplighter.
not-by-machine = Um temporizador, script ou alerta não exclui nada aqui: quem confirma uma exclusão é uma pessoa.
not-by-force = Você pode usar `{ $verb }` em *{ $instance }*, mas não com `--forçar`: encerrar o trabalho de alguém exige o direito de *forçar*, que você { $held ->
    [elsewhere] só tem em { $places }
   *[nowhere] não tem
  }. Fale com { $asked }.
nobody-known = Não sei quem você é no Entra; por isso não sei quais instâncias são suas. Quem administra o Lamplighter pode incluir você em `[people]`; você é `{ $caller }`.
not-seen = Não encontrei { $names }.{ $done ->
    [yes] { "" } Nada foi feito.
   *[no] { "" }
  } `listar` mostra o que você pode ver.
not-seen-meant = Não encontrei { $names }. Seria { $meant }?
ambiguous = Há mais de uma *{ $name }*. Diga { $places }.
no-such-state = Não conheço o estado `{ $state }`. Há { $states }.
no-such-owner = Não sei quem é `{ $owner }`{ $there ->
    [no] , e o Azure não diz de quem são as instâncias que você pode ver
   *[yes] . Quem tem instâncias aqui: { $names }
  }.
several-owners = `{ $owner }` pode ser mais de uma pessoa. Digite { $commands }.
nothing-fits = Nada do que você pode ver corresponde a `{ $selection }`. `listar` mostra o que há.

## Errors from Azure

nothing-of-size = Nada do que você pode ver corresponde a `{ $selection }`. Tamanhos que existem: { $sizes }.
unknown-size = Deixei { $names } de fora: o Azure não informa o tamanho { $n ->
    [one] dela
   *[other] delas
  }, ou é de uma família que não conheço.
nothing-done = Nada foi feito.
failed-line = 🔴 *{ $instance }*: { $reason }
unread = 🔴 Não consegui ler *{ $workspace }*: { $reason }
unread-somewhere = 🔴 Não consegui ler um dos workspaces: { $reason }
fail-not-found = o Azure não tem essa instância.
fail-no-workspace = o Azure não tem workspace com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-no-resource-group = o Azure não tem grupo de recursos com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-no-subscription = o Azure não tem assinatura com o id que está na configuração. Quem administra o Lamplighter pode corrigir. { $id }
fail-on = { " " }em { $scope }
fail-forbidden = o Azure recusou: falta `{ $action }` ao Lamplighter{ $on }. Quem administra o Azure pode atribuir a ele a função *{ $role }* de `infra/azure`; `lamplighter check` mostra tudo o que falta. { $id }
fail-forbidden-elsewhere = o Azure recusou: falta `{ $action }` ao Lamplighter{ $on }. Quem administra o Azure pode atribuir a ele uma função com essa ação. { $id }
fail-forbidden-some = o Azure recusou: falta uma permissão ao Lamplighter, e o Azure não diz qual. Quem administra o Lamplighter descobre o que falta com `lamplighter check`. { $id }
missing-rights = Tudo o que falta ao Lamplighter para isso em { $workspace }: { $rights }.
missing-right = `{ $action }` (função *{ $role }*)
fail-locked = o Azure recusou: um bloqueio de recurso protege a instância. Quem criou o bloqueio pode retirá-lo. { $id }
fail-policy = o Azure recusou: uma política da sua organização não permite isso. Quem administra as políticas do Azure sabe dizer qual. { $id }
fail-deny-assignment = o Azure recusou: uma atribuição de negação proíbe `{ $action }`, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. { $id }
fail-deny-assignment-some = o Azure recusou: uma atribuição de negação proíbe isso, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. { $id }
fail-private-network = o Azure recusou: o acesso pela rede pública está desativado, e o Lamplighter não vem da rede privada. Quem administra essa rede pode liberar o acesso. { $id }
fail-subscription-disabled = o Azure recusou: a assinatura está desativada. Quem a administra vê o motivo no portal do Azure e pode reativá-la. { $id }
fail-subscription-type = o Azure recusou: este tipo de assinatura não permite isso. Quem administra a assinatura sabe dizer qual delas permite. { $id }
fail-not-registered = o Azure recusou: a assinatura não está registrada para `{ $namespace }`. Quem a administra pode registrá-la: `az provider register --namespace { $namespace }`. { $id }
fail-not-registered-some = o Azure recusou: a assinatura não está registrada para um serviço de que isso precisa. Quem a administra pode registrá-la em Provedores de recursos, no portal do Azure. { $id }
fail-api-version = o Azure não tem essa chamada nesta nuvem, região e api-version. Quem administra o Lamplighter pode definir outra `azure.api_version` (ou `idle_api_version`, `schedules_api_version`) e conferir `azure.cloud`. { $id }
fail-token-refused = o Microsoft Entra não deixou o Lamplighter entrar ({ $code }). Quem administra o Lamplighter precisa olhar o segredo ou a identidade dele. { $id }
fail-credential = o Lamplighter não tem uma credencial do Azure que funcione. Quem o administra descobre por quê com `lamplighter check`. { $id }
fail-token-service = o serviço com que o Lamplighter se identifica não responde, ou está fora do ar. Costuma passar: tente de novo em um minuto. { $id }
fail-token-tenant = o Azure não aceitou a autenticação do Lamplighter: ele se autentica em um locatário (*tenant*) que não é o da assinatura. Quem administra o Lamplighter pode comparar `AZURE_TENANT_ID` com a assinatura. { $id }
fail-token-audience = o Azure não aceitou a autenticação do Lamplighter: ela é de outra nuvem ou de outro serviço. Quem administra o Lamplighter pode conferir `azure.cloud` na configuração. { $id }
fail-token-rejected = o Azure não aceitou a autenticação do Lamplighter. Quem administra o Lamplighter descobre por quê com `lamplighter check`. { $id }
fail-conflict = o Azure está no meio de outra operação com ela. Tente de novo em um minuto. { $id }
fail-look-too-old = o Azure está respondendo tão devagar que o que eu vi já estava desatualizado antes de eu agir, então não mexi nela. Tente de novo em alguns minutos. { $id }
fail-throttled = o Azure pediu para esperar { $wait } antes da próxima chamada. Tente de novo depois disso. { $id }
fail-quota = a cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. { $id }
fail-capacity = o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. { $id }
fail-disk-full = o disco dela está cheio. { free-disk }
free-disk = Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não use `sudo shutdown` nela.
fail-not-stopped = o Azure só inicia uma instância parada, e esta não está. `estado` mostra o que ela está fazendo. { $id }
fail-unusable = o Azure diz que ela está inutilizável. `reiniciar` costuma resolver; se não resolver, é preciso excluir e criar de novo. { $id }
fail-too-many-tags = o workspace já tem 50 tags, o máximo que o Azure permite. Quem administra o workspace pode remover uma que não faça falta. { $id }
fail-timed-out = o Azure desistiu: demorou demais. Veja `estado` e tente de novo. { $id }
fail-server = o Azure está com um problema próprio (HTTP { $status }). Tente de novo em alguns minutos. { $id }
fail-unreachable = não consigo falar com o Azure. Tente de novo em alguns minutos. { $id }
fail-unanswered = o Azure não respondeu. Tente de novo em alguns minutos. { $id }
fail-garbage = algo que não é o Azure respondeu no lugar dele, talvez um proxy. Quem administra o Lamplighter precisa dar uma olhada. { $id }
fail-list-too-long = a lista é maior do que eu leio: 64 MB ou 15 minutos. Digite menos instâncias ou fale com quem administra o Lamplighter. { $id }
fail-list-loops = a lista do Azure volta a uma página que ele já deu, então não a conheço inteira. Tente de novo; se continuar assim, quem administra o Lamplighter precisa dar uma olhada. { $id }
fail-foreign = a resposta do Azure apontou para outro host, e para lá eu não vou. Quem administra o Lamplighter precisa dar uma olhada. { $id }
fail-other = o Azure recusou{ $code }. { $id }

## Status and lists

status-head = { $dot } *{ $instance }* está { $state }{ $since }.
status-since = { "" } { $since }{ $ago }{ $cause }
status-for = { " " }({ $ago })
status-cause = , { $did ->
    [start] iniciada { $by }
    [restart] reiniciada { $by }
    [create] criada { $by }
   *[same] { $by }
  }
status-size = Tamanho { $size }
status-price-if = { $money } por hora quando roda
status-owner = pertence a { $owner }
status-owner-you = é sua
status-idle = desliga após { $idle } de inatividade
status-idle-none = sem desligamento por inatividade
status-idle-unreadable = desligamento por inatividade em uma forma que não consigo ler
status-schedules = { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }
status-schedules-next = { $n ->
    [one] 1 agendamento
   *[other] { $n } agendamentos
  }, { $action ->
    [start] próximo início
   *[stop] próxima parada
  } { $at }
status-keep-unreadable = Alguém a mantém, mas não dá para ler a tag `{ $tag }`. Nenhum temporizador nem alerta a para até `manter { $instance } fim`.
status-keep-unknown = Não consegui ver agora se alguém a mantém.
status-kept = Mantida por { $who } { $until }{ $because }.
status-by = , { $by }
status-last = Última operação: { $did } { $at }{ $by }.
status-last-running = Última operação: { $operation ->
    [create] criação
    [start] início
    [stop] parada
    [restart] reinício
    [resize] redimensionamento
    [delete] exclusão
   *[other] { $operation }
  } { $since }{ $by }; ainda não terminou.
status-last-failed = Última operação: { $operation ->
    [create] criação
    [start] início
    [stop] parada
    [restart] reinício
    [resize] redimensionamento
    [delete] exclusão
   *[other] { $operation }
  } { $at }{ $by }; falhou.
by-user = por uma pessoa
by-schedule = por um agendamento
by-idle = pelo desligamento por inatividade
by-other = por { $by }
status-error = 🔴 O Azure diz: { $error }
status-stuck = 🔴 O Azure nunca leva tanto tempo: ela travou. { unstick }
status-image-of = A imagem do SO é { $version }, e a mais recente é { $latest }; só se atualiza criando a instância de novo.
status-image = A imagem do SO está desatualizada; só se atualiza criando a instância de novo.
status-open = Abrir { $links }
status-apps = Jupyter, JupyterLab e RStudio só abrem para o dono.
list-line = { $dot } *{ $instance }* { $state }{ $since }{ $facts }
list-price = { $money }/h{ $runs ->
    [yes] { "" }
   *[no] { " " }quando ligada
  }
list-you = você
list-head = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }: { $counts }.
list-empty = Não há nada aqui que você possa ver.
list-cut = … e mais { $more }. Filtre com um glob ou com `--estado rodando`.
count-state = { $n } { $state }

## Audits

audit-head = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }, { $n } com algo a resolver: { $counts }.
audit-nothing = { $total ->
    [one] 1 instância
   *[other] { $total } instâncias
  }: nada a apontar.
audit-idle-untold = O Azure não mostra tempo de inatividade em nenhuma destas em { $workspaces }: ou nenhuma tem, ou a api-version `{ $version }` não o devolve. Quem administra o Lamplighter pode comparar com outra `api_version`.
audit-unknown = O Azure não diz { $what }.
audit-line = { $dot } *{ $instance }*: { $findings }. { $remedy }
audit-cut = … e mais { $more }. Filtre com um glob.

# Os achados de uma instância.
audit-unusable = { $state }{ $because }
audit-disk-full = disco cheio
audit-stuck = { $state } há { $ago }
audit-ssh-public = acesso público por SSH ligado
audit-no-idle-shutdown = sem desligamento por inatividade
audit-running-long = rodando há { $ago }
audit-image-outdated = imagem do SO desatualizada{ $versions }
audit-versions = { " " }({ $version }; a mais nova é { $latest })
audit-idle-shutdown-may-fail = desligamento por inatividade pode não funcionar (identidade gerenciada)
audit-azure-error = o Azure aponta { $code }
audit-owner-unknown = o Azure não diz quem é o dono
audit-local-auth = autenticação local ligada
audit-no-vnet = fora de uma rede virtual
audit-state-unknown = o Azure não diz o estado dela
audit-running-since-unknown = o Azure não diz desde quando ela está rodando
audit-idle-unreadable = o tempo de inatividade dela está em uma forma que não sei ler
audit-image-unknown = o Azure não diz se a imagem do SO dela é a mais nova
audit-ssh-unknown = o Azure não diz se o acesso público por SSH está ligado

# O mesmo para { $n } instâncias, na primeira linha. O que não se sabe vem depois de "O Azure não diz".
audit-count-unusable = { $n } com falha ou { $n ->
    [one] inutilizável
   *[other] inutilizáveis
  }
audit-count-disk-full = { $n } com o disco cheio
audit-count-stuck = { $n } { $n ->
    [one] travada
   *[other] travadas
  }
audit-count-ssh-public = { $n } com acesso público por SSH
audit-count-no-idle-shutdown = { $n } sem desligamento por inatividade
audit-count-running-long = { $n } rodando há mais de { $longest }
audit-count-image-outdated = { $n } com imagem do SO desatualizada
audit-count-idle-shutdown-may-fail = { $n } com desligamento por inatividade que pode não funcionar
audit-count-azure-error = { $n } com erro
audit-count-owner-unknown = { $n } sem dono
audit-count-local-auth = { $n } com autenticação local
audit-count-no-vnet = { $n } fora de uma rede virtual
audit-count-state-unknown = o estado de { $n }
audit-count-running-since-unknown = desde quando { $n ->
    [one] 1 está
   *[other] { $n } estão
  } rodando
audit-count-idle-unreadable = o tempo de inatividade de { $n } em uma forma que eu saiba ler
audit-count-image-unknown = se a imagem do SO de { $n } é a mais nova
audit-count-ssh-unknown = se { $n ->
    [one] 1 tem
   *[other] { $n } têm
  } acesso público por SSH

# O que fazer a respeito.
audit-do-restart = `reiniciar { $instance }` costuma resolver; se não resolver, crie de novo.
audit-do-make-anew = Exclua e crie de novo.
audit-do-stop = `parar { $instance }` se ninguém precisa dela.
audit-do-stop-after-job = `parar { $instance }` quando o job terminar.
audit-do-idle = `inatividade { $instance } 1h` define um.
audit-do-contributor = Dê à identidade dela a função de Colaborador no workspace.
audit-do-update = Só se atualiza criando de novo.
audit-do-close = Só se fecha criando de novo, sem acesso público por SSH.
audit-do-status = `estado { $instance }` diz mais.
audit-do-find-owner = Descubra de quem ela é.
audit-do-entra-only = Só muda criando de novo, com a autenticação local desligada.
audit-do-vnet = Só muda criando de novo, dentro de uma rede virtual.

## Costs

cost-none = Nenhuma instância está rodando.
cost-head = { $n ->
    [one] 1 instância rodando
   *[other] { $n } instâncias rodando
  }: *{ $hour } por hora*, { $day } por dia, a preço de tabela.
cost-head-unpriced = { $n ->
    [one] 1 instância rodando
   *[other] { $n } instâncias rodando
  }. Não consegui o preço.
cost-workspace = *{ $workspace }*: { $hour } por hora, { $day } por dia, { $n } rodando
cost-workspace-unpriced = *{ $workspace }*: preço desconhecido, { $n } rodando
cost-owner = { $who }: { $hour } por hora, { $day } por dia ({ $names })
cost-owner-unpriced = { $who }: preço desconhecido ({ $names })
cost-you = Você
cost-nobody = Sem dono conhecido
cost-unpriced = { $n } delas fora da soma, porque não consegui o preço: { $names }.
cost-between = { $n } mudando de estado ou com problema, fora da conta: { $names }.
cost-between-one = *{ $instance }* ({ $state })
cost-stopped = { $n ->
    [one] { $n } parada
   *[other] { $n } paradas
  }: fora da conta, mas disco, IP público e balanceador continuam sendo cobrados.
cost-more = … e mais { $n }
saved-head = As paradas { $since } já economizaram *{ $money }*:
saved-head-alone = As paradas { $since } já economizaram *{ $money }*, a preço de tabela:
saved-unpriced = Paradas { $since }; não consegui os preços:
saved-none = Nenhuma instância que está parada agora foi parada { $since }.
saved-line = ⚪ *{ $instance }* { $money }: parada { $at }, há { $ago }{ $by }
saved-line-unpriced = ⚪ *{ $instance }*: parada { $at }, há { $ago }{ $by }; preço desconhecido

## Help

help-head = Ligo as instâncias do Azure ML quando você precisa delas e desligo quando não precisa mais.
help-line = `{ $usage }` { $what }
help-foot = ALVO é um nome, `workspace/nome`, um glob como `gpu-*`, `todas` ou `minhas`. `ajuda VERBO` diz mais.
help-status = estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
help-list = tudo o que você pode ver, em todos os workspaces
help-start = inicia instâncias
help-stop = desliga instâncias; as que têm job, só com `--forçar`
help-restart = reinicia instâncias; as que têm job, só com `--forçar`
help-delete = exclui uma instância; pergunta antes
help-idle = desliga quando ela fica inativa por esse tempo; de 15 minutos a 3 dias
help-schedule = mostra os agendamentos de início e parada, ou muda
help-audit = o que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
help-cost = o que está rodando agora, por hora e por dia, por dono
help-later = o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
help-due = executa o que está pendente e chegou a hora; é o comando de um temporizador, não de pessoas
help-announce = avisa o que um temporizador vai fazer, com um jeito de manter uma instância
help-keep = nenhum temporizador nem alerta a desliga antes disso; no máximo 7 dias
help-help = isto, ou mais sobre um comando
help-whoami = quem você é para mim e o que pode fazer
help-ping = diz se estou aqui
help-example = Por exemplo: `{ $example }`
help-names = Também entendo: { $names }
help-options = Opções: { $options }
help-not-yours = Isto você não pode fazer: `quem-sou` mostra o que pode.
whoami = Você é `{ $caller }`.
whoami-entra = No Entra, você é `{ $entra }`; é isso que define `minhas`.
whoami-no-entra = Não sei quem você é no Entra; por isso `minhas` fica vazio para você.
whoami-lists = Parte disso vale porque você está em { $lists }.
whoami-here-only = Parte disso só vale neste canal.
whoami-may-nothing = Você ainda não pode fazer nada aqui. Quem administra o Lamplighter pode liberar para o id acima.
pong = Estou aqui. Lamplighter { $version }.
internal = Tropecei em um problema meu e não sei no que deu. `estado` pergunta ao Azure. { $id }

## Menus: para que serve um comando ou uma opção, em até 100 caracteres

command-ci = Instâncias de computação do Azure ML: ver, iniciar, parar, reiniciar e excluir
command-do = um comando inteiro, como as respostas o escrevem: `parar myci --forçar`
option-text = o comando
option-verb = o comando a explicar
option-name = nomes, `workspace/nome`, um glob como `gpu-*`, `todas` ou `minhas`
option-except = todas menos estas: nomes ou globs
option-state = só as que estão neste estado, como rodando
option-owner = só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
option-gpu = só as que têm GPU
option-size = só as de um tamanho com isto no nome, como NC6
option-max = no máximo tantas
option-longer-than = também o que roda há mais tempo que isso, como 12h
option-since = também o que se economizou desde então, como 8h ou 18:00
option-idle = quanto tempo, como 2h; ou fim
option-schedule = adicionar parar dias úteis às 20:00, ou remover e um id
option-how = por 2h, até 22:00 ou fim; porque …
option-later = para fazer depois: em 2h, às 18:00, amanhã às 8h
option-off = fim, para cancelar o que está pendente
option-when = quando vai ser: em 30m
option-announced = o que vai ser feito
option-dry-run = diz o que seria feito, e não faz nada
option-force = mesmo que isso encerre um job
